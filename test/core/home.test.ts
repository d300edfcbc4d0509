import { describe, expect, it } from 'vitest';
import { locateHome } from '../../src-main/core/home.ts';

describe('where Galley keeps its own files', () => {
  it('follows the XDG folders on Linux', () => {
    expect(locateHome({ HOME: '/home/ada', XDG_DATA_HOME: '/d', XDG_CACHE_HOME: '/c' }, 'linux')).toEqual({
      data: '/d/galley',
      cache: '/c/galley',
    });
  });

  it('has their usual places where they are unset or relative', () => {
    expect(locateHome({ HOME: '/home/ada', XDG_DATA_HOME: 'relative' }, 'linux')).toEqual({
      data: '/home/ada/.local/share/galley',
      cache: '/home/ada/.cache/galley',
    });
  });

  it('follows the Library on macOS', () => {
    expect(locateHome({ HOME: '/Users/ada' }, 'darwin')).toEqual({
      data: '/Users/ada/Library/Application Support/Galley',
      cache: '/Users/ada/Library/Caches/Galley',
    });
  });

  it('follows AppData on Windows', () => {
    const environment = {
      APPDATA: 'C:\\Users\\ada\\AppData\\Roaming',
      LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local',
    };
    expect(locateHome(environment, 'win32')).toEqual({
      data: 'C:\\Users\\ada\\AppData\\Roaming\\Galley',
      cache: 'C:\\Users\\ada\\AppData\\Local\\Galley',
    });
  });

  it('can be put under one folder', () => {
    expect(locateHome({ GALLEY_HOME: '/tmp/g', HOME: '/home/ada' }, 'linux')).toEqual({
      data: '/tmp/g/data',
      cache: '/tmp/g/cache',
    });
  });
});
