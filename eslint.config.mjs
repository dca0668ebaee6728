/** Few rules, each of which catches a bug or keeps a promise of the house. Form is prettier's, imports are dependency-cruiser's. */
import tseslint from 'typescript-eslint';

const ENV = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'process.env is read in settings.ts files only: parsed once, all faults told at once.',
};
const CONSOLE = {
  selector: "MemberExpression[object.name='console']",
  message: 'Log through the Log port (chassis/log).',
};
const CHANCE = {
  selector: "MemberExpression[object.name='Math'][property.name='random']",
  message: 'Math.random is neither secret nor repeatable: use crypto, or a seeded source in a test.',
};
const CLOCK = [
  ["CallExpression[callee.object.name='Date'][callee.property.name='now']", 'Date.now()'],
  ["NewExpression[callee.name='Date'][arguments.length=0]", 'new Date()'],
  ["CallExpression[callee.name='Date']", 'Date()'],
  ['Literal[value=/\\b(now|clock_timestamp|statement_timestamp)\\(\\)|\\bcurrent_(timestamp|date)\\b/i]', 'SQL now()'],
  [
    'TemplateElement[value.raw=/\\b(now|clock_timestamp|statement_timestamp)\\(\\)|\\bcurrent_(timestamp|date)\\b/i]',
    'SQL now()',
  ],
].map(([selector, what]) => ({
  selector,
  message: `${what} is wall-clock time: business time is scope.clock, so that vesting, votes and expiry can be lived through.`,
}));
const NAMES = ['ClassDeclaration', 'TSInterfaceDeclaration', 'TSTypeAliasDeclaration'].map((node) => ({
  selector: `${node} > Identifier.id[name=/(Service|Manager|Helper|Util|Utils|Data|Info)$/]:not([name='PageInfo'])`,
  message: 'This name says nothing: name what it is or does in the words of the field (docs/architecture.md, Names).',
}));
const restricted = (...rules) => ({ 'no-restricted-syntax': ['error', ...NAMES, ...rules.flat()] });

const TESTS = ['**/*.test.ts', 'tests/**', '**/testing/**', 'bench/**'];
const BUSINESS = ['domain', 'actions', 'reads', 'reactions'].map((room) => `subgraphs/*/${room}/**/*.ts`);

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      '**/dist/',
      '.data/',
      '.cache/',
      'coverage/',
      'tests/journeys/gql/',
      'gateway/site/**/dist/',
    ],
  },
  {
    files: ['**/*.{ts,tsx,mts,js,mjs,cjs}'],
    languageOptions: { parser: tseslint.parser, ecmaVersion: 'latest' },
    plugins: { '@typescript-eslint': tseslint.plugin },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 250, skipBlankLines: false, skipComments: false }],
      'no-constant-binary-expression': 'error',
      'no-dupe-keys': 'error',
      'no-fallthrough': 'error',
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unsafe-finally': 'error',
      'no-unsafe-optional-chaining': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'require-atomic-updates': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      ...restricted(ENV, CONSOLE, CHANCE),
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false, attributes: false } },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  { files: BUSINESS, ignores: TESTS, rules: restricted(ENV, CONSOLE, CHANCE, CLOCK) },
  { files: ['**/*settings.ts'], rules: restricted(CONSOLE, CHANCE) },
  { files: TESTS, rules: restricted(CONSOLE, CHANCE) },
  // Command-line programs: standard output is their answer. run.mjs starts before any settings can be read.
  { files: ['registry/**/*.ts', '.ci/**', 'deploy/**', 'bench/**'], rules: restricted(ENV, CHANCE) },
  { files: ['platform/run.mjs', 'platform/run/**', '*.config.*', 'codegen.ts'], rules: restricted(CHANCE) },
);
