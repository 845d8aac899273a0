import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Folders that know each other only through HTTP and the official clients; `cli/` alone ties them together. */
const folderRule = (forbidden) => ({
  'no-restricted-imports': [
    'error',
    { patterns: [{ group: forbidden, message: 'Only cli/ ties the folders together.' }] },
  ],
});

export default tseslint.config(
  { ignores: ['node_modules/', '.local/', 'definitions/', 'includes/', 'terraform/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      complexity: ['error', 25],
    },
  },
  { files: ['ingest/**/*.ts'], rules: folderRule(['**/local/**', '**/dashboard/**', '**/cli/**']) },
  { files: ['dashboard/**/*.{ts,tsx}'], rules: folderRule(['**/local/**', '**/ingest/**', '**/cli/**']) },
  {
    // What runs in the browser: no Node, and text from the data is never markup.
    files: ['dashboard/page/**/*.{ts,tsx}', 'dashboard/columnar.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['node:*', '@google-cloud/*', '**/build/**', '**/serve/**'],
              message: 'The page runs in a browser.',
            },
            { group: ['**/local/**', '**/ingest/**', '**/cli/**'], message: 'Only cli/ ties the folders together.' },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: 'Text from the data is only text.' },
        {
          selector: 'JSXAttribute[name.name="style"]',
          message: 'The Content-Security-Policy refuses style attributes: use a class.',
        },
        {
          selector: 'MemberExpression[property.name=/^(inner|outer)HTML$/]',
          message: 'Text from the data is only text.',
        },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['dashboard/page/**', 'tests/dashboard/browser/**', 'tests/dashboard/site/**', 'tests/bench/dashboard.ts'],
    rules: { 'no-restricted-globals': ['error', 'window', 'document', 'localStorage', 'location', 'history'] },
  },
  { files: ['local/**/*.ts'], rules: folderRule(['**/ingest/**', '**/dashboard/**', '**/cli/**']) },
  {
    files: ['tests/**/*.ts'],
    rules: {
      // chai asserts by property access.
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  { files: ['**/*.js'], languageOptions: { globals: { process: 'readonly' } } },
);
