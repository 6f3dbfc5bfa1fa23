// A text by which somebody has consented is never another afterwards: what follows it is a new edition.
export const textsStay = {
  number: 248,
  name: 'texts-stay',
  statements: [
    `create function keep_text() returns trigger language plpgsql as $$
      begin
        raise exception 'a text of consent stays as it is: add an edition' using errcode = 'restrict_violation';
      end
    $$`,
    `create trigger kept before update of purpose, edition, name, text, from_day or delete on consent_texts
      for each row execute function keep_text()`,
    `create trigger kept_whole before truncate on consent_texts for each statement execute function keep_text()`,
  ],
} as const;
