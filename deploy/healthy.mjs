// The health check of a container: node deploy/healthy.mjs PORT
const answer = await fetch(`http://127.0.0.1:${process.argv[2]}/health/ready`).catch(() => undefined);
process.exitCode = answer?.ok ? 0 : 1;
