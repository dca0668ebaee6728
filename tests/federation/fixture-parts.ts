export const link = (imports: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports
    .split(' ')
    .map((name) => `"@${name}"`)
    .join(', ')}])`;

/** Inside `__resolveReference` it fails one entity only. */
export const failLater = (message: string) => Promise.reject(new Error(message));
