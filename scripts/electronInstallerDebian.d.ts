declare module 'electron-installer-debian' {
  /** Makes a deb in `dest` from the unpacked folder `src`; the fields of `options` are those of a control file. */
  export default function makeDeb(order: {
    src: string;
    dest: string;
    arch: 'amd64';
    options: Record<string, string | string[] | Record<string, string>>;
  }): Promise<{ packagePaths: string[] }>;
}
