import { expect, test } from 'vitest';
import { addressKey, headerOf, readdressed, stamped, stampOf, userOf, withHeader } from './sipText.ts';

const invite = [
  'INVITE sip:8000@127.0.0.1 SIP/2.0',
  'Via: SIP/2.0/WS abc.invalid;branch=z9hG4bK1',
  'To: <sip:8000@127.0.0.1>',
  'From: "A, B" <sip:1001@127.0.0.1>;tag=1',
  'i: call@abc',
  'Content-Length: 11',
  '',
  'To: a body\n',
].join('\r\n');

test('a new request is readdressed to us and keeps what was dialled', () => {
  const text = readdressed(invite, 'sip:switchboard@127.0.0.1');
  expect(text.split('\r\n')[0]).toBe('INVITE sip:switchboard@127.0.0.1 SIP/2.0');
  expect(headerOf(text, 'P-Called-Party-ID')).toBe('<sip:8000@127.0.0.1>');
  expect(text.endsWith('\r\n\r\nTo: a body\n')).toBe(true);
});

test('a request inside a dialogue, and a response, stay as they are', () => {
  const within = withHeader(invite, 'To', '<sip:8000@127.0.0.1>;tag=9');
  expect(readdressed(within, 'sip:us')).toBe(within);
  expect(readdressed('SIP/2.0 200 OK\r\nTo: <sip:a@b>\r\n\r\n', 'sip:us')).toBe(
    'SIP/2.0 200 OK\r\nTo: <sip:a@b>\r\n\r\n',
  );
});

test('compact names are read, bodies are not taken for headers', () => {
  expect(headerOf(invite, 'Call-ID')).toBe('call@abc');
  expect(headerOf(invite.replace(/^To.*\r\n/m, ''), 'To')).toBeUndefined();
});

test('a response finds its way by what the request was stamped with, whatever the phone had put there', () => {
  const from = { address: '127.0.0.1', port: 5_555 };
  const via = headerOf(stamped(invite, from), 'Via') ?? '';
  expect(via).toBe('SIP/2.0/WS abc.invalid;branch=z9hG4bK1;rport=5555;received=127.0.0.1');
  expect(stampOf(`SIP/2.0 200 OK\r\nVia: ${via}\r\n\r\n`)).toBe('127.0.0.1:5555');
  const liar = withHeader(invite, 'Via', 'SIP/2.0/WS abc.invalid;rport;received=10.0.0.1;branch=z9hG4bK1');
  expect(stampOf(`SIP/2.0 200 OK\r\nVia: ${headerOf(stamped(liar, from), 'Via')}\r\n\r\n`)).toBe('127.0.0.1:5555');
});

test('addresses: the key of a phone, the number that was dialled', () => {
  expect(addressKey('<sip:aB1@Xyz.invalid;transport=ws>;expires=10')).toBe('ab1@xyz.invalid');
  expect(userOf('<sip:%2A73@127.0.0.1>')).toBe('*73');
  expect(userOf('<sip:*74@127.0.0.1;user=phone>')).toBe('*74');
  expect(userOf('sip:127.0.0.1')).toBe('127.0.0.1');
});
