import {
  Button,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  Menu,
  Modal,
  MultiSelect,
  NumberInput,
  SegmentedControl,
  Select,
  Switch,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';
import classes from './mantine.module.css';

const same = (name: string) => Array.from({ length: 10 }, () => `var(${name})`) as unknown as [string, ...string[]];

const field = {
  classNames: { input: classes.input, label: classes.label, error: classes.error, description: classes.help },
};
const dropdown = { dropdown: classes.dropdown, option: classes.option };
const inputDefaults = { size: 'xs', variant: 'default' } as const;

/** The design's tokens as the UI kit takes them; both themes come from the same names. */
export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  primaryColor: 'accent',
  colors: { accent: same('--accent') as never, red: same('--err') as never },
  radius: { xs: 'var(--r-4)', sm: 'var(--r-6)', md: 'var(--r-8)', lg: 'var(--r-10)', xl: 'var(--r-12)' },
  defaultRadius: 'sm',
  fontSizes: { xs: 'var(--fs-12)', sm: 'var(--fs-12)', md: 'var(--fs-13)', lg: 'var(--fs-16)', xl: 'var(--fs-20)' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  shadows: { xs: 'var(--sh-1)', sm: 'var(--sh-2)', md: 'var(--sh-3)', lg: 'var(--sh-3)', xl: 'var(--sh-3)' },
  headings: { fontWeight: '600' },
  cursorType: 'default',
  respectReducedMotion: true,
  variantColorResolver: (input) => {
    const danger = input.color === 'red';
    switch (input.variant) {
      case 'filled':
        return danger
          ? { background: 'var(--err)', hover: 'var(--err)', color: 'var(--bg-panel)', border: 'none' }
          : { background: 'var(--accent)', hover: 'var(--accent-hover)', color: 'var(--on-accent)', border: 'none' };
      case 'light':
        return danger
          ? { background: 'var(--err-soft)', hover: 'var(--err-soft)', color: 'var(--err)', border: 'none' }
          : { background: 'var(--accent-soft)', hover: 'var(--accent-soft)', color: 'var(--accent)', border: 'none' };
      case 'subtle':
      case 'transparent':
        return {
          background: 'transparent',
          hover: 'var(--bg-hover)',
          color: danger ? 'var(--err)' : 'var(--text-2)',
          border: 'none',
        };
      default:
        return defaultVariantColorsResolver(input);
    }
  },
  components: {
    Button: Button.extend({
      defaultProps: { size: 'xs', variant: 'default' },
      classNames: { root: classes.button },
      vars: (_theme, { size = 'xs' }) => {
        const compact = String(size).startsWith('compact');
        const large = size === 'md';
        return {
          root: {
            '--button-height': compact ? '24px' : large ? 'var(--h-control-lg)' : 'var(--h-control)',
            '--button-padding-x': compact ? '8px' : large ? '14px' : '10px',
            '--button-fz': large ? 'var(--fs-13)' : 'var(--fs-12)',
          },
        };
      },
    }),
    TextInput: TextInput.extend({ defaultProps: inputDefaults, ...field }),
    Textarea: Textarea.extend({ defaultProps: inputDefaults, ...field }),
    NumberInput: NumberInput.extend({
      defaultProps: inputDefaults,
      classNames: { ...field.classNames, control: classes.control },
    }),
    Select: Select.extend({
      defaultProps: { ...inputDefaults, allowDeselect: false, checkIconPosition: 'right' },
      classNames: { ...field.classNames, ...dropdown },
    }),
    MultiSelect: MultiSelect.extend({
      defaultProps: { ...inputDefaults, checkIconPosition: 'right' },
      classNames: { ...field.classNames, ...dropdown },
    }),
    Switch: Switch.extend({
      defaultProps: { size: 'xs', withThumbIndicator: false },
      vars: () => ({
        root: {
          '--switch-height': '16px',
          '--switch-width': '28px',
          '--switch-thumb-size': '12px',
          '--switch-track-label-padding': '2px',
        },
      }),
      classNames: { track: classes.track, thumb: classes.thumb },
    }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs' } }),
    SegmentedControl: SegmentedControl.extend({
      defaultProps: { size: 'xs', withItemsBorders: false },
      classNames: {
        root: classes.segments,
        indicator: classes.segmentIndicator,
        label: classes.segment,
        innerLabel: classes.segmentText,
      },
    }),
    Menu: Menu.extend({
      // Without its placeholder for the focus, which is no item: assistive technology expects nothing else in a menu.
      defaultProps: { shadow: 'md', offset: 4, position: 'bottom-start', withInitialFocusPlaceholder: false },
      classNames: {
        dropdown: classes.dropdown,
        item: classes.menuItem,
        divider: classes.divider,
        label: classes.menuLabel,
      },
    }),
    Modal: Modal.extend({
      // It is gone at once when it closes: keys pressed then are meant for what is below it.
      defaultProps: { centered: true, padding: 'lg', radius: 'xl', transitionProps: { duration: 90, exitDuration: 0 } },
      classNames: {
        overlay: classes.scrim,
        content: classes.modal,
        title: classes.modalTitle,
        header: classes.modalHeader,
      },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 400,
        closeDelay: 60,
        withArrow: false,
        offset: 6,
        multiline: true,
        maw: 320,
        events: { hover: true, focus: true, touch: false },
      },
      classNames: { tooltip: classes.tooltip },
    }),
  },
});

const kit = {
  '--mantine-color-body': 'var(--bg-panel)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-3)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--err)',
  '--mantine-color-default': 'var(--bg-raised)',
  '--mantine-color-default-hover': 'color-mix(in srgb, var(--text) 5%, var(--bg-raised))',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-control)',
  '--mantine-color-disabled': 'var(--bg-sunken)',
  '--mantine-color-disabled-color': 'var(--text-3)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
  '--mantine-primary-color-light': 'var(--accent-soft)',
  '--mantine-primary-color-light-color': 'var(--accent)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
  '--mantine-color-accent-filled': 'var(--accent)',
  '--mantine-color-accent-filled-hover': 'var(--accent-hover)',
  '--mantine-color-accent-outline': 'var(--accent)',
  '--mantine-color-accent-light': 'var(--accent-soft)',
  '--mantine-line-height': '20px',
  '--mantine-line-height-xs': '16px',
  '--mantine-line-height-sm': '16px',
} as const;

/** The UI kit's own colour names, led back to the tokens in both themes. */
export const kitVariables: CSSVariablesResolver = () => ({ variables: {}, light: kit, dark: kit });
