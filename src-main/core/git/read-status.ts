/** One file that differs between the last commit, the index and the working tree. */
export interface StatusEntry {
  path: string;
  /** Where it was in the last commit, for a rename. */
  previousPath: string | undefined;
  kind: 'new' | 'changed' | 'renamed' | 'deleted' | 'unmerged';
  /** In the index: not at all, as it is on disk, or another version than on disk. */
  staged: 'no' | 'whole' | 'partly';
  /** Known to git only by its name (`git add -N`). */
  intentToAdd: boolean;
  /** Not known to git at all. */
  untracked: boolean;
  /** A repository inside the repository: left alone. */
  submodule: boolean;
  /** Blob in the last commit; undefined where there is none. */
  headBlob: string | undefined;
  /** Whether it is another kind of file on disk: a program, a link. */
  modeChanged?: true;
}

/** What `git status --porcelain=v2 -z --branch` says. Source: git-status(1), “Porcelain Format Version 2”. */
export interface StatusReport {
  /** The last commit; undefined on a branch without one. */
  head: string | undefined;
  /** Undefined where HEAD is on no branch. */
  branch: string | undefined;
  /** Short name: `origin/main`. */
  upstream: string | undefined;
  /** Undefined where there is no upstream or it is gone. */
  ahead: number | undefined;
  behind: number | undefined;
  entries: StatusEntry[];
}

/** Reads git's report. Names are taken as git gives them: any characters, blanks at the end included. */
export function readStatusReport(text: string): StatusReport {
  const report: StatusReport = {
    head: undefined,
    branch: undefined,
    upstream: undefined,
    ahead: undefined,
    behind: undefined,
    entries: [],
  };
  const fields = text.split('\0');
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index] ?? '';
    if (field.startsWith('# ')) readHeader(report, field.slice(2));
    else if (field.startsWith('1 ')) report.entries.push(readOrdinary(field));
    else if (field.startsWith('2 ')) {
      index += 1;
      report.entries.push(readRename(field, fields[index] ?? ''));
    } else if (field.startsWith('u ')) report.entries.push(readUnmerged(field));
    else if (field.startsWith('? ')) report.entries.push(untracked(field.slice(2)));
  }
  return report;
}

function readHeader(report: StatusReport, line: string): void {
  const end = line.indexOf(' ');
  const value = line.slice(end + 1);
  switch (line.slice(0, end)) {
    case 'branch.oid':
      report.head = value === '(initial)' ? undefined : value;
      break;
    case 'branch.head':
      report.branch = value === '(detached)' ? undefined : value;
      break;
    case 'branch.upstream':
      report.upstream = value;
      break;
    case 'branch.ab': {
      const [, ahead, behind] = /^\+(\d+) -(\d+)$/.exec(value) ?? [];
      report.ahead = ahead === undefined ? undefined : Number(ahead);
      report.behind = behind === undefined ? undefined : Number(behind);
      break;
    }
  }
}

/** `1 <XY> <sub> <mH> <mI> <mW> <hH> <hI> <path>` */
function readOrdinary(field: string): StatusEntry {
  const { parts, path } = splitFields(field, 8);
  const entry = entryOf({ xy: parts[1], sub: parts[2], headBlob: parts[6], indexBlob: parts[7], path });
  return parts[3] === parts[5] ? entry : { ...entry, modeChanged: true };
}

/** `2 <XY> <sub> <mH> <mI> <mW> <hH> <hI> <X><score> <path>`, then the path it had. */
function readRename(field: string, previousPath: string): StatusEntry {
  const { parts, path } = splitFields(field, 9);
  const entry = entryOf({ xy: parts[1], sub: parts[2], headBlob: parts[6], indexBlob: parts[7], path });
  const isCopy = parts[8]?.startsWith('C') ?? false;
  if (isCopy) return { ...entry, kind: 'new', headBlob: undefined };
  // Renamed in the index and then deleted on disk: what is left of it is that the old one is gone.
  if (entry.kind === 'deleted') return { ...entry, path: previousPath };
  return { ...entry, kind: 'renamed', previousPath };
}

/** `u <XY> <sub> <m1> <m2> <m3> <mW> <h1> <h2> <h3> <path>` */
function readUnmerged(field: string): StatusEntry {
  const { parts, path } = splitFields(field, 10);
  return {
    ...untracked(path),
    kind: 'unmerged',
    untracked: false,
    submodule: parts[2]?.startsWith('S') ?? false,
  };
}

function entryOf(given: {
  xy: string | undefined;
  sub: string | undefined;
  headBlob: string | undefined;
  indexBlob: string | undefined;
  path: string;
}): StatusEntry {
  const [inIndex = '.', onDisk = '.'] = given.xy ?? '..';
  // With `D` the author has taken a known file out of the index before.
  const intentToAdd = (inIndex === '.' || inIndex === 'D') && onDisk === 'A';
  const known = blobOrNone(given.headBlob);
  return {
    path: given.path,
    previousPath: undefined,
    kind: kindOf(inIndex, onDisk, known !== undefined),
    staged: inIndex === '.' ? 'no' : onDisk === '.' ? 'whole' : 'partly',
    intentToAdd,
    untracked: false,
    submodule: given.sub?.startsWith('S') ?? false,
    headBlob: known,
  };
}

function kindOf(inIndex: string, onDisk: string, isInHead: boolean): StatusEntry['kind'] {
  // Taken out of the index while the file stays: on disk it is there, so git also lists it as untracked.
  if (onDisk === 'D' || (inIndex === 'D' && onDisk === '.')) return 'deleted';
  return isInHead ? 'changed' : 'new';
}

function untracked(path: string): StatusEntry {
  return {
    path,
    previousPath: undefined,
    kind: 'new',
    staged: 'no',
    intentToAdd: false,
    untracked: true,
    submodule: false,
    headBlob: undefined,
  };
}

/** The path comes last and may hold blanks: only so many fields stand before it. */
function splitFields(field: string, count: number): { parts: string[]; path: string } {
  const parts: string[] = [];
  let start = 0;
  for (let index = 0; index < count; index += 1) {
    const end = field.indexOf(' ', start);
    parts.push(field.slice(start, end));
    start = end + 1;
  }
  return { parts, path: field.slice(start) };
}

function blobOrNone(oid: string | undefined): string | undefined {
  return oid === undefined || /^0+$/.test(oid) ? undefined : oid;
}

/** One file that differs between two commits. */
export interface TreeChange {
  path: string;
  previousPath: string | undefined;
  kind: 'new' | 'changed' | 'renamed' | 'deleted';
  /** Blob before and after; undefined where there is none. */
  oldBlob: string | undefined;
  newBlob: string | undefined;
  submodule: boolean;
}

/** Reads what `git diff --raw -z` or `git diff-tree -r -z` prints. Source: git-diff(1), “Raw output format”. */
export function readRawDiff(text: string): TreeChange[] {
  const fields = text.split('\0');
  const changes: TreeChange[] = [];
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index] ?? '';
    if (!field.startsWith(':')) continue;
    const [oldMode = '', newMode = '', oldBlob, newBlob, status = ''] = field.slice(1).split(' ');
    const first = fields[index + 1] ?? '';
    index += 1;
    const hasTwo = /^[RC]/.test(status);
    if (hasTwo) index += 1;
    changes.push({
      path: hasTwo ? (fields[index] ?? '') : first,
      previousPath: status.startsWith('R') ? first : undefined,
      kind: kindOfRaw(status),
      oldBlob: blobOrNone(oldBlob),
      newBlob: blobOrNone(newBlob),
      submodule: oldMode === '160000' || newMode === '160000',
    });
  }
  return changes;
}

function kindOfRaw(status: string): TreeChange['kind'] {
  switch (status[0]) {
    case 'A':
    case 'C':
      return 'new';
    case 'D':
      return 'deleted';
    case 'R':
      return 'renamed';
    default:
      return 'changed';
  }
}
