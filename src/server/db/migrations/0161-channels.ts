// Contacts come on more channels than calls, chat and e-mail: letters, messages, web forms, in person.
export const channels = {
  number: 161,
  name: 'channels',
  statements: [
    'alter table contacts drop constraint contacts_channel_check',
    `alter table contacts add constraint contacts_channel_check
      check (channel in ('call', 'chat', 'email', 'letter', 'message', 'web', 'person'))`,
  ],
} as const;
