import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import accessibility from 'eslint-plugin-vuejs-accessibility'
import globals from 'globals'
import tseslint from 'typescript-eslint'
import walls from './e2e/walls/rule.js'

const restrict = (...selectors) => ({ 'no-restricted-syntax': ['error', ...selectors] })

/** Lost connections inside these crash the process (postgres 3.4.9, upstream issues 1066, 1154, 1208). */
const transactions = {
  selector: 'CallExpression[callee.property.name=/^(begin|reserve)$/]',
  message: 'sql.begin and sql.reserve can kill the server when the connection is lost: use one statement.',
}
/** PATH is no setting of the product: programs that it starts need it. */
const environment = {
  selector:
    ":not(MemberExpression[property.value='PATH']) > MemberExpression[object.name='process'][property.name='env']",
  message: 'Only server/config.ts reads the environment: take the setting from there.',
}
const importEnvironment = {
  selector: "ImportDeclaration[source.value=/^(node:)?process$/] ImportSpecifier[imported.name='env']",
  message: environment.message,
}

/** These need types of whole realms; they are kept to what catches real faults. */
const typeAware = {
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
  '@typescript-eslint/no-unnecessary-type-assertion': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
}

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/.data/**', '**/test-results/**', '**/.cache/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.strict,
  vue.configs['flat/recommended'],
  accessibility.configs['flat/recommended'],
  prettier,
  {
    plugins: { house: walls },
    rules: {
      'house/walls': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      // Control characters are what this product cleans out of cells.
      'no-control-regex': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/unified-signatures': 'off',
    },
  },
  {
    files: ['**/*.ts'],
    // Outside their nearest tsconfig.json, or too cheap to be worth its types.
    ignores: ['**/*.test.ts', 'shared/platform.d.ts', 'web/vite.config.ts'],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: typeAware,
  },
  {
    files: ['web/**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser }, globals: globals.browser },
    rules: {
      'vue/no-v-html': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-macros-order': 'error',
      'vue/require-default-prop': 'off',
      // App, Button and Dialog are what they are; the folder says whose.
      'vue/multi-word-component-names': 'off',
      // The kit's own fields carry the label; native pairs are checked by axe in the browser suite.
      'vuejs-accessibility/label-has-for': 'off',
      'vuejs-accessibility/form-control-has-label': 'off',
    },
  },
  {
    files: ['web/**/*.{ts,vue}'],
    ignores: ['**/*.test.ts', 'web/vite.config.ts'],
    rules: { 'no-console': 'error', 'no-undef': 'off' },
  },
  {
    files: ['server/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: restrict(transactions, environment, importEnvironment),
  },
  { files: ['server/config.ts'], rules: restrict(transactions) },
  { files: ['server/db/migrate.ts'], rules: restrict(environment, importEnvironment) },
  {
    files: ['**/*.{test,spec}.ts', 'e2e/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Fixtures of Playwright that need nothing say so with an empty pattern.
      'no-empty-pattern': 'off',
    },
  },
  { files: ['**/*.js'], languageOptions: { globals: globals.node } },
)
