/** Values of the editor's own themes for the variables that the page uses. */
const fonts = {
  'font-family': 'system-ui, "DejaVu Sans", sans-serif', 'font-size': '13px', 'font-weight': 'normal',
  'editor-font-family': '"DejaVu Sans Mono", monospace', 'editor-font-size': '13px',
};

const darkCharts = { blue: '#3794ff', orange: '#d18616', green: '#89d185', purple: '#b180d7', red: '#f14c4c', yellow: '#cca700' };
const lightCharts = { blue: '#1a85ff', orange: '#d18616', green: '#388a34', purple: '#652d90', red: '#e51400', yellow: '#bf8803' };
const charts = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`charts-${name}`, value]));

export const themes = {
  dark: {
    ...fonts, ...charts(darkCharts), 'foreground': '#cccccc', 'descriptionForeground': '#9d9d9d', 'sideBar-background': '#181818',
    'sideBarSectionHeader-background': '#181818', 'sideBarSectionHeader-foreground': '#cccccc', 'sideBarSectionHeader-border': '#2b2b2b',
    'editor-background': '#1f1f1f', 'editor-foreground': '#cccccc', 'focusBorder': '#0078d4', 'button-background': '#0078d4', 'button-foreground': '#ffffff',
    'button-border': '#ffffff12', 'button-hoverBackground': '#026ec1', 'button-secondaryBackground': '#313131', 'button-secondaryForeground': '#cccccc',
    'button-secondaryHoverBackground': '#3c3c3c', 'badge-background': '#616161', 'badge-foreground': '#f8f8f8', 'progressBar-background': '#0078d4',
    'errorForeground': '#f85149', 'editorWarning-foreground': '#cca700', 'testing-iconPassed': '#73c991', 'textBlockQuote-background': '#2b2b2b',
    'inputValidation-warningBackground': '#352a05', 'inputValidation-warningBorder': '#b89500', 'toolbar-hoverBackground': '#5a5d5e50', 'icon-foreground': '#cccccc',
    'textPreformat-foreground': '#d0d0d0', 'textPreformat-background': '#3c3c3c', 'textCodeBlock-background': '#2b2b2b', 'diffEditor-insertedTextBackground': '#9ccc2c33', 'diffEditor-removedTextBackground': '#ff000033',
  },
  light: {
    ...fonts, ...charts(lightCharts), 'foreground': '#3b3b3b', 'descriptionForeground': '#3b3b3b', 'sideBar-background': '#f8f8f8',
    'sideBarSectionHeader-background': '#f8f8f8', 'sideBarSectionHeader-foreground': '#3b3b3b', 'sideBarSectionHeader-border': '#e5e5e5',
    'editor-background': '#ffffff', 'editor-foreground': '#3b3b3b', 'focusBorder': '#005fb8', 'button-background': '#005fb8', 'button-foreground': '#ffffff',
    'button-border': '#0000001a', 'button-hoverBackground': '#0258a8', 'button-secondaryBackground': '#e5e5e5', 'button-secondaryForeground': '#3b3b3b',
    'button-secondaryHoverBackground': '#cccccc', 'badge-background': '#cccccc', 'badge-foreground': '#3b3b3b', 'progressBar-background': '#005fb8',
    'errorForeground': '#f85149', 'editorWarning-foreground': '#bf8803', 'testing-iconPassed': '#388a34', 'textBlockQuote-background': '#f8f8f8',
    'inputValidation-warningBackground': '#f6f5d2', 'inputValidation-warningBorder': '#b89500', 'toolbar-hoverBackground': '#b8b8b850', 'icon-foreground': '#3b3b3b',
    'textPreformat-foreground': '#3b3b3b', 'textPreformat-background': '#0000001f', 'textCodeBlock-background': '#f8f8f8', 'diffEditor-insertedTextBackground': '#9ccc2c40', 'diffEditor-removedTextBackground': '#ff000033',
  },
  'high-contrast': {
    ...fonts, ...charts({ ...darkCharts, orange: '#ab5a00', yellow: '#ffd370', red: '#f48771' }), 'foreground': '#ffffff', 'descriptionForeground': '#ffffffb3', 'sideBar-background': '#000000',
    'sideBarSectionHeader-foreground': '#ffffff', 'sideBarSectionHeader-border': '#6fc3df', 'editor-background': '#000000', 'editor-foreground': '#ffffff',
    'focusBorder': '#f38518', 'contrastBorder': '#6fc3df', 'contrastActiveBorder': '#f38518', 'button-foreground': '#ffffff', 'button-border': '#6fc3df',
    'button-secondaryForeground': '#ffffff', 'badge-background': '#000000', 'badge-foreground': '#ffffff',
    'progressBar-background': '#6fc3df', 'errorForeground': '#f48771', 'editorWarning-foreground': '#ffd370', 'testing-iconPassed': '#73c991',
    'inputValidation-warningBackground': '#000000', 'inputValidation-warningBorder': '#6fc3df', 'icon-foreground': '#ffffff',
    'textPreformat-foreground': '#000000', 'textPreformat-background': '#ffffff', 'textCodeBlock-background': '#000000',
  },
  'high-contrast-light': {
    ...fonts, ...charts({ ...lightCharts, orange: '#0f4a85', yellow: '#895503', red: '#b5200d', green: '#374e06' }), 'foreground': '#292929', 'descriptionForeground': '#292929b3', 'sideBar-background': '#ffffff',
    'sideBarSectionHeader-foreground': '#292929', 'sideBarSectionHeader-border': '#0f4a85', 'editor-background': '#ffffff', 'editor-foreground': '#292929',
    'focusBorder': '#006bbd', 'contrastBorder': '#0f4a85', 'contrastActiveBorder': '#006bbd', 'button-background': '#0f4a85', 'button-foreground': '#ffffff', 'button-border': '#0f4a85',
    'button-hoverBackground': '#0f4a85', 'button-secondaryBackground': '#ffffff', 'button-secondaryForeground': '#292929', 'button-secondaryHoverBackground': '#ffffff', 'badge-background': '#0f4a85', 'badge-foreground': '#ffffff',
    'progressBar-background': '#0f4a85', 'errorForeground': '#b5200d', 'editorWarning-foreground': '#895503', 'testing-iconPassed': '#007100',
    'inputValidation-warningBackground': '#ffffff', 'inputValidation-warningBorder': '#0f4a85', 'icon-foreground': '#292929',
    'textPreformat-foreground': '#ffffff', 'textPreformat-background': '#09345f', 'textCodeBlock-background': '#f2f2f2',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export type Theme = keyof typeof themes;
