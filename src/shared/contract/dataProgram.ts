// Main and the data process, over the parent port: how it is started, and how each window's channel reaches it.
// Under Electron a channel is a transferred MessagePort; under plain Node its messages come wrapped, with the channel's number.
import { z } from 'zod';

/** In the profile's folder: readable copies of files of cases, until the agent signs out or the app ends. */
export const openedFolder = 'opened';

/** What the desk calls a file by that was chosen in main's window: the desk never names one itself. */
export const ticketSchema = z.string().regex(/^[\w-]{16,64}$/);

/** What is being saved is called so until it is whole, in the folder of its file: nobody else's file has that name. */
export const partName = (ticket: string): string => `.cornetta-${ticket}.part`;

export const startDataSchema = z.object({
  kind: z.literal('start'),
  /** Folder of this profile's files. */
  folder: z.string().min(1),
  /** 256-bit key of the files, hex. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
  appVersion: z.string(),
});
export type StartData = z.infer<typeof startDataSchema>;

export const channelForSchema = z.enum(['desk', 'phone', 'bar']);
export type ChannelFor = z.infer<typeof channelForSchema>;

export const toDataSchema = z.discriminatedUnion('kind', [
  startDataSchema,
  /** A new channel. With Electron the port comes along; with plain Node, `channelMessage`s follow. */
  z.object({ kind: z.literal('channel'), id: z.number().int(), user: channelForSchema }),
  z.object({ kind: z.literal('channelMessage'), id: z.number().int(), message: z.unknown() }),
  z.object({ kind: z.literal('channelClosed'), id: z.number().int() }),
  /** The agent has chosen `file`: whoever names the ticket may have something saved there, once. */
  z.object({ kind: z.literal('fileChosen'), ticket: ticketSchema, file: z.string().min(1) }),
  /** The screen is locked or the PC goes to sleep (`away`); or neither any more. */
  z.object({ kind: z.literal('presence'), away: z.boolean() }),
  /** Finish what is running, close the files, exit. */
  z.object({ kind: z.literal('stop') }),
]);
export type ToData = z.infer<typeof toDataSchema>;

export const fromDataSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('ticketKnown'), ticket: ticketSchema }),
  /** What was saved with it is whole, or gone: nothing of it lies anywhere else. */
  z.object({ kind: z.literal('ticketUsed'), ticket: ticketSchema }),
  z.object({ kind: z.literal('channelMessage'), id: z.number().int(), message: z.unknown() }),
]);
export type FromData = z.infer<typeof fromDataSchema>;
