import { describe, expect, it } from 'vitest';
import { deviceName, personName } from './names';

describe('person names (GEN-8)', () => {
  it.each([
    ['Peeters^Ann', 'Peeters, Ann'],
    ['Peeters^Ann^Maria^^MD', 'Peeters, Ann Maria'],
    ['Yamada^Tarou=山田^太郎=やまだ^たろう', 'Yamada, Tarou'],
    ['=山田^太郎', '山田, 太郎'],
    ['Peeters, Ann', 'Peeters, Ann'],
    ['^Ann', 'Ann'],
    ['', ''],
  ])('%s is read as %s', (name, wanted) => {
    expect(personName(name)).toBe(wanted);
  });
});

describe('devices', () => {
  it.each([
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0 Safari/537.36',
      'Chrome, Linux',
    ],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0', 'Firefox, Windows'],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0',
      'Edge, Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile Safari/604.1',
      'Safari, iPhone',
    ],
    ['curl/8.5.0', 'curl/8.5.0'],
    ['', ''],
  ])('%s is shown as %s', (userAgent, wanted) => {
    expect(deviceName(userAgent)).toBe(wanted);
  });
});
