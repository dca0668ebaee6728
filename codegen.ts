import type { CodegenConfig } from '@graphql-codegen/cli';

/** `npm run codegen`: the registered operations as typed documents, for the journeys. Committed, and compared by `npm run schema:check`. */
const config: CodegenConfig = {
  schema: 'schema/api.graphql',
  documents: ['schema/operations/**/*.graphql'],
  generates: {
    'tests/journeys/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        strictScalars: true,
        scalars: { BuzAmount: 'string', DateTime: 'string', Upload: 'string' },
        enumType: 'string-literal',
        useTypeImports: true,
        importExtension: '.ts',
        emitLegacyCommonJSImports: false,
      },
    },
  },
};

export default config;
