export const link = (imports: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports
    .split(' ')
    .map((name) => `"@${name}"`)
    .join(', ')}])`;

/**
 * Inside `__resolveReference` it fails one entity only. Never beside a sibling that throws at once: @apollo/subgraph then leaves
 * this rejection unhandled, and Node ends the process.
 */
export const failLater = (message: string): Promise<never> => Promise.reject(new Error(message));
