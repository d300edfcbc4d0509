import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, readDate, readDatedName } from '../../../src-main/common/posts/dates.ts';

describe('readDate', () => {
  const forms: Record<string, string> = {
    '2024-05-01': '2024-05-01',
    '2015-1-6': '2015-01-06',
    '2025/04/23': '2025-04-23',
    '2015-01-09 18:00:00 -0800': '2015-01-09T18:00:00-08:00',
    '2024-03-01T10:00:00Z': '2024-03-01T10:00:00Z',
    '2024-03-01T10:00:00.123456+05:30': '2024-03-01T10:00:00.123456+05:30',
    '2024-03-01 10:00:00 +0000 UTC': '2024-03-01T10:00:00+00:00',
    '2024-03-01 10:00:00 XYZ': '',
    '15 Aug 05 15:52 UTC': '2005-08-15T15:52Z',
    '15 Aug 75 15:52 +0200': '1975-08-15T15:52+02:00',
    'Monday, 15-Aug-05 15:52:01 UTC': '2005-08-15T15:52:01Z',
    '15-Aug-2005': '2005-08-15',
    '2020-01-01 10:00': '2020-01-01T10:00',
    '2018-7-24 23:31:06': '2018-07-24T23:31:06',
    '2020-01-01 10:00 +02': '2020-01-01T10:00+02:00',
    '2020-01-01T10:00:00 PST': '2020-01-01T10:00:00-08:00',
    '2020-01-01 10:00:00 UTC': '2020-01-01T10:00:00Z',
    '"2024-05-01"': '2024-05-01',
    "'2024-05-01'": '2024-05-01',
    'Jan 4, 2014': '2014-01-04',
    'July 14, 2025': '2025-07-14',
    'Sept. 3rd, 2019': '2019-09-03',
    'May 5 2020 3:07 PM': '2020-05-05T15:07',
    '4 January 2014': '2014-01-04',
    'Mon, 15 Aug 2005 15:52:01 +0000': '2005-08-15T15:52:01+00:00',
    'Wed Mar 02 2022 00:00:00 GMT+0100 (Central European Standard Time)': '2022-03-02T00:00:00+01:00',
    'Wed, 02 Oct 2002 13:00:00 GMT': '2002-10-02T13:00:00Z',
  };
  for (const [source, iso] of Object.entries(forms)) {
    if (iso === '') it(`does not guess at ${source}`, () => expect(readDate(source)).toBeUndefined());
    else it(`reads ${source}`, () => expect(readDate(source)?.iso).toBe(iso));
  }

  it('reads nothing else as a date', () => {
    const others = [
      '',
      'soon',
      '2024',
      '20240501',
      '2024-13-01',
      '2024-02-30',
      '2023-02-29',
      '1.10',
      'Foo 4, 2014',
      'Jan 32, 2014',
    ];
    for (const source of [
      ...others,
      '2024-05-01 25:00',
      '2024-05-01 10:61',
      '2024-05-01 hello',
      '10:00',
      'null',
      '5/1/2024',
    ]) {
      expect(readDate(source), source).toBeUndefined();
    }
    expect(readDate('2024-02-29')?.iso).toBe('2024-02-29');
  });

  it('keeps a day a day and a local time local', () => {
    expect(readDate('2024-05-01')).toEqual({
      iso: '2024-05-01',
      day: '2024-05-01',
      hasTime: false,
      offset: undefined,
    });
    expect(readDate('2024-05-01 10:00')).toMatchObject({ hasTime: true, offset: undefined });
    expect(readDate('2024-05-01 23:00 -0800')).toMatchObject({ day: '2024-05-01', offset: -480 });
  });

  it('takes no time over hostile texts', () => {
    const start = performance.now();
    for (const part of [' ', '1', 'a', '-', '1 ', ':', '(', 'Jan ']) readDate(part.repeat(1_000_000));
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('survives any text', () => {
    fc.assert(fc.property(fc.string(), (text) => readDate(text) === undefined || true));
  });
});

describe('instantOf', () => {
  function instant(source: string, zone?: string): string {
    const date = readDate(source);
    if (!date) throw new Error(source);
    return new Date(instantOf(date, zone)).toISOString();
  }

  it('takes the written offset, else the zone of the site, else UTC', () => {
    expect(instant('2015-01-09 18:00:00 -0800', 'Europe/Berlin')).toBe('2015-01-10T02:00:00.000Z');
    expect(instant('2024-03-01')).toBe('2024-03-01T00:00:00.000Z');
    expect(instant('2024-03-01', 'America/New_York')).toBe('2024-03-01T05:00:00.000Z');
    expect(instant('2024-07-01 12:30', 'Europe/Berlin')).toBe('2024-07-01T10:30:00.000Z');
    expect(instant('2024-03-01', 'No/Where')).toBe('2024-03-01T00:00:00.000Z');
  });

  it('knows the hours around a change of clocks', () => {
    expect(instant('2024-03-31 01:59', 'Europe/Berlin')).toBe('2024-03-31T00:59:00.000Z');
    expect(instant('2024-03-31 03:00', 'Europe/Berlin')).toBe('2024-03-31T01:00:00.000Z');
    expect(instant('2024-10-27 01:00', 'Europe/Berlin')).toBe('2024-10-26T23:00:00.000Z');
  });
});

describe('readDatedName', () => {
  it('reads the date that a name begins with', () => {
    const names: Record<string, [string, string]> = {
      '2024-05-01-hello.md': ['2024-05-01', 'hello'],
      '_posts/2015-1-6-a-b.markdown': ['2015-01-06', 'a-b'],
      'blog/2024-05-01-hello/index.mdx': ['2024-05-01', 'hello'],
      'blog/2024-05-01-hello/index.de.md': ['2024-05-01', 'hello'],
      'blog/2024/05/01/hello.md': ['2024-05-01', 'hello'],
      'blog/2024/05-01-hello.md': ['2024-05-01', 'hello'],
      'blog/2024/05/01-hello.md': ['2024-05-01', 'hello'],
      '2024-05-01.md': ['2024-05-01', ''],
    };
    for (const [path, [day, rest]] of Object.entries(names)) {
      const dated = readDatedName(path);
      expect([path, dated?.date.iso, dated?.rest]).toEqual([path, day, rest]);
    }
  });

  it('reads none where there is none', () => {
    for (const path of [
      'hello.md',
      'index.md',
      '2024-hello.md',
      '2024-13-01-x.md',
      '20240501-x.md',
      '',
      'a/2024/x.md',
    ]) {
      expect(readDatedName(path), path).toBeUndefined();
    }
  });
});
