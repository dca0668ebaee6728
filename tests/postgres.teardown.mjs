export { closePostgres as default } from './postgres.setup.ts';
