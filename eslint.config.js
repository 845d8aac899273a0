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
    files: ['**/*.ts'],
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
  { files: ['dashboard/**/*.ts'], rules: folderRule(['**/local/**', '**/ingest/**', '**/cli/**']) },
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
