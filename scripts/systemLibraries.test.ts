import { describe, expect, test } from 'vitest';
import { familyOf, packagesFor } from './systemLibraries.ts';

describe('the family of a distribution', () => {
  test.each([
    ['ID=debian\nVERSION_ID="12"', 'debian'],
    ['NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"', 'debian'],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"', 'fedora'],
    ['ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"', 'suse'],
    ['ID=arch', 'arch'],
    ['ID=slackware', undefined],
    ['', undefined],
  ])('%j is %s', (osRelease, family) => expect(familyOf(osRelease)).toBe(family));
});

describe('the packages that hold what is missing', () => {
  const onBookworm = (name: string) => !name.includes('t64');
  const onNoble = (name: string) => name.includes('t64') || !/^lib(asound|gtk|atk|cups)/.test(name);

  test('a missing program brings its own package alone', () =>
    expect(packagesFor(['Xvfb'], 'debian', onBookworm)).toEqual(['xvfb']));

  test('a missing library brings the whole list, also when the library itself is not in it', () => {
    const packages = packagesFor(['libpango-1.0.so.0'], 'debian', onBookworm);
    expect(packages).toContain('libgtk-3-0');
    expect(packages).not.toContain('xvfb');
  });

  test('newer releases have some of them under a newer name', () => {
    expect(packagesFor(['libasound.so.2'], 'debian', onBookworm)).toContain('libasound2');
    expect(packagesFor(['libasound.so.2'], 'debian', onNoble)).toEqual(
      expect.arrayContaining(['libasound2t64', 'libgtk-3-0t64', 'libnss3']),
    );
  });

  test('other families have names of their own', () =>
    expect(packagesFor(['libgtk-3.so.0', 'dbus-daemon'], 'fedora', () => false)).toEqual(
      expect.arrayContaining(['gtk3', 'dbus-daemon']),
    ));
});
