// How often each network address has knocked at the doors in this minute: counted over all instances.

export const doorKnocks = {
  number: 201,
  name: 'door-knocks',
  statements: [
    `create table door_knocks (
      address text not null,
      minute timestamptz not null,
      knocks int not null,
      primary key (minute, address)
    )`,
  ],
} as const;
