/**
 * How Mermaid draws, in the window and on built pages alike: `secure` names what no diagram may set for itself. Passes to both
 * as JSON, with the program.
 */
export const diagramSettings = {
  startOnLoad: false,
  securityLevel: 'strict',
  secure: [
    'secure',
    'securityLevel',
    'startOnLoad',
    'maxTextSize',
    'maxEdges',
    'suppressErrorRendering',
    'themeCSS',
    'fontFamily',
    'altFontFamily',
    'dompurifyConfig',
  ],
  suppressErrorRendering: true,
  maxTextSize: 50_000,
} as const;
