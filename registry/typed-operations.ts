import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { generate, loadCodegenConfig } from '@graphql-codegen/cli';
import { readIfThere } from './artifacts.ts';
import type { Finding } from './lint/finding.ts';

/** Where the committed types of the registered operations say something else than codegen.ts makes of them. */
export async function typedOperationsDrift(root: string): Promise<Finding[]> {
  const configFilePath = join(root, 'codegen.ts');
  if (!existsSync(configFilePath)) return [];
  const { config } = await loadCodegenConfig({ configFilePath });
  const files = (await generate({ ...config, cwd: root, silent: true }, false)) as {
    filename: string;
    content: string;
  }[];
  return files
    .filter(({ filename, content }) => readIfThere(join(root, filename)) !== content)
    .map(({ filename }) => ({
      check: 'drift',
      where: filename,
      message: 'differs from the operations: run npm run codegen and commit it',
    }));
}
