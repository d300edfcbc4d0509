import type { IRegularForbiddenRuleType } from 'dependency-cruiser';

const COMMON = '^src-main/common/';
const CORE = '^src-main/core/';
const ANY_HOST = '^src-main/hosts/';
const ELECTRON_HOST = '^src-main/hosts/electron/';
const ENTRIES = '^src-main/entries/';
const PRELOAD = '^src-main/hosts/electron/preload\\.ts$';
const RENDERER = '^src-renderer/';
const TEST = '^test/';
const SOURCES = '^(src-main|src-renderer)/';

const nodeModule = ['core'] as IRegularForbiddenRuleType['to']['dependencyTypes'];
const electron = '(^|node_modules/)electron(/|$)';
const react = '(^|node_modules/)(react|react-dom)(/|$)';

/** The import table of docs/architecture.md, a rule a line. */
export const layerRules: IRegularForbiddenRuleType[] = [
  forbid('common-stays-in-common', COMMON, { path: SOURCES, pathNot: COMMON }),
  forbid('common-without-node', COMMON, { dependencyTypes: nodeModule }),
  forbid('common-without-electron', COMMON, { path: electron }),
  forbid('common-without-react', COMMON, { path: react }),
  forbid('core-stays-in-core', CORE, { path: SOURCES, pathNot: [COMMON, CORE] }),
  forbid('core-without-electron', CORE, { path: electron }),
  forbid('core-without-a-server', CORE, { path: '^(node:)?https?$' }),
  forbid('core-without-react', CORE, { path: react }),
  forbid('host-knows-no-other-host', '^src-main/hosts/([^/]+)/', {
    path: ANY_HOST,
    pathNot: '^src-main/hosts/$1/',
  }),
  forbid('host-knows-no-window', ANY_HOST, { path: RENDERER }),
  forbid('host-knows-no-entry', ANY_HOST, { path: ENTRIES }),
  {
    name: 'electron-only-in-its-host',
    severity: 'error',
    from: { path: SOURCES, pathNot: ELECTRON_HOST },
    to: { path: electron },
  },
  {
    name: 'preload-takes-only-types',
    severity: 'error',
    from: { path: PRELOAD },
    to: { path: SOURCES, dependencyTypesNot: ['type-only'] },
  },
  forbid('window-takes-only-common', RENDERER, { path: '^src-main/', pathNot: COMMON }),
  forbid('window-without-node', RENDERER, { dependencyTypes: nodeModule }),
  forbid('sources-know-no-tests', SOURCES, { path: TEST }),
];

function forbid(name: string, from: string, to: IRegularForbiddenRuleType['to']): IRegularForbiddenRuleType {
  return { name, severity: 'error', from: { path: from }, to };
}
