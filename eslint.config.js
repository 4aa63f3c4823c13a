import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const size = {
  'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }]
};

const restrictedSyntax = [
  {
    selector: 'ExportAllDeclaration',
    message: 'No barrels: import from the file that has it.'
  },
  {
    selector: 'ImportExpression[source.type!="Literal"]',
    message: 'A dynamic import names its file, so that the bundler and the layer test can see it.'
  }
];

/** What people read stands in both languages, in the message files. */
const untranslated = [
  {
    selector:
      ':not(SvelteStyleElement, SvelteScriptElement, SvelteElement[name.name="kbd"]) > SvelteText[value=/[A-Za-z\\u4e00-\\u9fff]{2}/]:not([value=/^[\\s·]*Banyan\\s*$/])',
    message: 'Words that people read come from a message file.'
  },
  {
    selector:
      'SvelteAttribute[key.name=/^(alt|aria-label|label|placeholder|title)$/] > SvelteLiteral[value=/[A-Za-z\\u4e00-\\u9fff]{2}/]',
    message: 'Words that people read come from a message file.'
  },
  {
    selector: 'Literal[value=/[\\u4e00-\\u9fff]/]',
    message: 'Chinese stands beside its English, in a message file.'
  },
  {
    selector: 'TemplateElement[value.raw=/[\\u4e00-\\u9fff]/]',
    message: 'Chinese stands beside its English, in a message file.'
  }
];

export default defineConfig(
  globalIgnores([
    '.svelte-kit',
    'build',
    'data',
    'playwright-report',
    'test-results',
    'tests/.cache',
    // AssemblyScript, which only looks like TypeScript.
    'wasm'
  ]),
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  svelte.configs.recommended,
  {
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      globals: { ...globals.es2023 },
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte']
      }
    },
    rules: {
      ...size,
      'no-restricted-syntax': ['error', ...restrictedSyntax],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // The TypeScript compiler sees undefined names, and knows more of them.
      'no-undef': 'off',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/dot-notation': 'off',
      // Spreading a string is how its code points are counted.
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': [
        'error',
        { ignorePrimitives: { string: true } }
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true }
      ]
    }
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      // `style:` directives set properties, which the content policy allows; attributes it forbids.
      'no-restricted-syntax': [
        'error',
        ...restrictedSyntax,
        ...untranslated,
        { selector: 'SvelteAttribute[key.name="style"]', message: 'Use style:property={…}.' }
      ],
      // svelte-check knows what a callback is given; the linter's parser does not.
      ...Object.fromEntries(
        ['argument', 'assignment', 'call', 'member-access', 'return'].map((what) => [
          `@typescript-eslint/no-unsafe-${what}`,
          'off'
        ])
      ),
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      // A component's styles and markup stand in its file and count as lines.
      'max-lines': ['error', { max: 700, skipBlankLines: true, skipComments: true }],
      // State is immutable and replaced as a whole; a Map or Set in a function is nobody's state.
      'svelte/prefer-svelte-reactivity': 'off',
      // Frames and menus get their links ready made from the routes, which resolve them.
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/button-has-type': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/require-each-key': 'error'
    }
  },
  {
    files: ['src/ui/**/*.ts', 'src/routes/**/*.ts'],
    ignores: ['**/*messages.ts'],
    rules: { 'no-restricted-syntax': ['error', ...restrictedSyntax, ...untranslated] }
  },
  {
    files: ['src/ui/**'],
    // Views get the path they stand on from the routes as well.
    rules: { 'svelte/no-navigation-without-resolve': 'off' }
  },
  {
    files: ['src/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['process', 'Buffer', 'global', 'require', '__dirname'].map((name) => ({
          name,
          message: 'The page has no Node.'
        }))
      ]
    }
  },
  {
    files: ['scripts/**', 'server/**', '*.config.{js,ts}'],
    rules: { 'no-console': 'off' }
  },
  {
    files: ['tests/**'],
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      'no-console': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off'
    }
  },
  { files: ['**/*.{js,mjs}'], extends: [ts.configs.disableTypeChecked] }
);
