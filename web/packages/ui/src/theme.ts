import { createTheme, defaultVariantColorsResolver, type MantineColorsTuple } from '@mantine/core';
import { wordsFor } from '@portico/i18n';

// Shade 7 carries white text at 5.5:1 and stands on white at the same contrast; 4 is for text on dark grounds.
const teal: MantineColorsTuple = [
  '#e8f8f5',
  '#d1efe9',
  '#a3ddd3',
  '#71cabb',
  '#48b9a7',
  '#2c9f8e',
  '#178577',
  '#0f766e',
  '#0b5f59',
  '#084a46',
];

const red: MantineColorsTuple = [
  '#fdeeee',
  '#fadcdc',
  '#f2b5b5',
  '#ec8b8b',
  '#f07f7f',
  '#dc4848',
  '#c92a2a',
  '#b42020',
  '#9a1717',
  '#7d1010',
];

// Words on a light tint of their own colour: dark enough on light, light enough on dark, for every colour that we use.
const onTint: Record<string, string> = {
  teal: 'light-dark(#0b5f59, #8fe0d2)',
  green: 'light-dark(#1d5c2a, #9be8a8)',
  yellow: 'light-dark(#6b4300, #ffe3a3)',
  red: 'light-dark(#8f1515, #ffb8b8)',
  blue: 'light-dark(#124f8c, #a5d8ff)',
  gray: 'light-dark(#3f464d, #d5d9de)',
};

// The one place for the look: one accent, neutral greys, red for danger only, 4 px grid, radius 6, system fonts.
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 7 },
  colors: { teal, red },
  defaultRadius: 6,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.78rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.4rem', lineHeight: '1.3' },
      h2: { fontSize: '1.1rem', lineHeight: '1.35' },
      h3: { fontSize: '0.95rem', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  variantColorResolver: (input) => {
    const resolved = defaultVariantColorsResolver(input);
    const readable = input.variant === 'light' ? onTint[input.color ?? input.theme.primaryColor] : undefined;
    if (!readable) return resolved;
    // The dark tint of yellow is a loud brown otherwise.
    const background = input.color === 'yellow' ? 'light-dark(#fff3bf, #3a2e12)' : resolved.background;
    return { ...resolved, background, color: readable };
  },
  components: {
    // A dialogue's header is not the page's banner.
    ModalHeader: { defaultProps: { component: 'div' } },
    DrawerHeader: { defaultProps: { component: 'div' } },
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 120 } } },
    // Without the placeholder the first entry has the focus, and nothing but entries stands in the menu.
    Menu: {
      defaultProps: {
        transitionProps: { duration: 80 },
        shadow: 'md',
        withInitialFocusPlaceholder: false,
      },
    },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 80 }, withArrow: true } },
    // Only what has just happened interrupts a screen reader (role="alert" where it is said); the rest is a note.
    Alert: { defaultProps: { role: 'note' } },
    // Asked for when it is shown: the words are not there yet when this file is read.
    Notification: {
      defaultProps: () => ({
        closeButtonProps: { 'aria-label': wordsFor('common', 'actions.close') ?? undefined },
      }),
    },
    // Help stands under the field.
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    // What a group of choices is about is read before them.
    CheckboxGroup: { defaultProps: { inputWrapperOrder: ['label', 'description', 'input', 'error'] } },
    RadioGroup: { defaultProps: { inputWrapperOrder: ['label', 'description', 'input', 'error'] } },
    Fieldset: { styles: { legend: { fontWeight: 650 } } },
    Badge: { styles: { root: { minWidth: 'max-content' } } },
  },
});
