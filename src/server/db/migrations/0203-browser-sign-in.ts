// Signing in with the company's own account, in the browser: what is under way, and sessions that end by themselves.

export const browserSignIn = {
  number: 203,
  name: 'browser-sign-in',
  statements: [
    `create table browser_sign_ins (
      state text primary key,
      nonce text not null,
      redirect_uri text not null,
      expires_at timestamptz not null
    )`,
    // Null: as long as its tokens are renewed.
    'alter table sessions add column ends_at timestamptz',
  ],
} as const;
