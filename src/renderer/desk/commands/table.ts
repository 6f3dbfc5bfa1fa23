// Every command that has a key or a name of its own: the only place that knows which key does what. The guide's table of keys follows it.

/** What is going on when a command can be given. Within one of them no two commands have one key. */
export const commandGroups = [
  'ringing',
  'callbackDue',
  'call',
  'consult',
  'conference',
  'conversation',
  'chat',
  'customer',
  'case',
  'letter',
  'report',
  'transfer',
  'desk',
] as const;
export type CommandGroup = (typeof commandGroups)[number];

export interface CommandRow {
  readonly group: CommandGroup;
  /** As `ui/keys.ts` reads it: "Alt+H", "F2". */
  readonly chord?: string;
  /** The key works only where nobody is typing. */
  readonly bare?: true;
  /** The letter of the chord does it alone, where nobody is typing. */
  readonly byLetter?: true;
  /** Not offered by name: it is there for the fingers, or is how others are found. */
  readonly hidden?: true;
}

export const commandTable = {
  answer: { group: 'ringing', chord: 'F2' },
  /** While nothing else is on the screen. */
  answerAlone: { group: 'ringing', chord: 'Space', bare: true, hidden: true },
  decline: { group: 'ringing', chord: 'Shift+F2' },
  silence: { group: 'ringing', chord: 'F3' },
  declineNotReady: { group: 'ringing', chord: 'Shift+F3' },

  /** A promised callback rings as a call does, and never beside one: by the same keys. */
  ringCall: { group: 'callbackDue', chord: 'F2' },
  ringLeave: { group: 'callbackDue', chord: 'Shift+F2' },
  ringLater: { group: 'callbackDue', chord: 'F3' },

  mute: { group: 'call', chord: 'Alt+M', byLetter: true },
  hold: { group: 'call', chord: 'Alt+H', byLetter: true },
  transfer: { group: 'call', chord: 'Alt+T', byLetter: true },
  conference: { group: 'call', chord: 'Alt+G' },
  swap: { group: 'call', chord: 'Alt+S' },
  park: { group: 'call', chord: 'Alt+J' },
  keypad: { group: 'call', chord: 'Alt+K', byLetter: true },
  help: { group: 'call', chord: 'Alt+U' },
  hangUp: { group: 'call', chord: 'F4' },

  completeTransfer: { group: 'consult', chord: 'Alt+T', byLetter: true },
  takeBack: { group: 'consult', chord: 'Alt+B' },
  /** The same, by the key that ends a call, while the one asked is spoken with. */
  hangUpAsked: { group: 'consult', chord: 'F4', hidden: true },

  split: { group: 'conference', chord: 'Alt+G' },
  leaveTogether: { group: 'conference', chord: 'Alt+T', byLetter: true },
  endAll: { group: 'conference', chord: 'F4' },

  note: { group: 'conversation', chord: 'Alt+1' },
  reason: { group: 'conversation', chord: 'Alt+2' },
  outcome: { group: 'conversation', chord: 'Alt+3' },
  identification: { group: 'conversation', chord: 'Alt+4' },
  /** The first of the reasons that are suggested. */
  suggestedReason: { group: 'conversation', chord: 'Alt+Enter' },
  secondaryReason: { group: 'conversation' },
  promised: { group: 'conversation', chord: 'Alt+5' },
  owner: { group: 'conversation' },
  promisedDay: { group: 'conversation' },
  /** To the words of the note that had better not stand there; and to leave them. */
  noteHint: { group: 'conversation', chord: 'Shift+F9' },
  leaveHint: { group: 'conversation', chord: 'Shift+F8' },
  callback: { group: 'conversation', chord: 'Alt+6' },
  registerCase: { group: 'conversation', chord: 'Alt+0' },
  caller: { group: 'conversation', chord: 'Alt+C' },
  callerNumber: { group: 'conversation', chord: 'Alt+D' },
  procedures: { group: 'conversation', chord: 'F7' },
  nextPhase: { group: 'conversation', chord: 'Alt+A' },
  handle: { group: 'conversation', chord: 'F6' },
  calm: { group: 'conversation', chord: 'Shift+F6' },
  spell: { group: 'conversation', chord: 'F8' },
  words: { group: 'conversation', chord: 'F9' },
  moreTime: { group: 'conversation', chord: 'Alt+R' },
  saveWrapUp: { group: 'conversation', chord: 'Ctrl+Enter' },

  chatMessage: { group: 'chat', chord: 'Ctrl+I' },
  sendChatFile: { group: 'chat', chord: 'Ctrl+U' },
  /** The last file that the visitor sent. */
  chatFileIntoCase: { group: 'chat', chord: 'Ctrl+P' },
  /** What the article that is read has to say, into the message. */
  sayInMessage: { group: 'chat', chord: 'Ctrl+O' },
  callVisitor: { group: 'chat', chord: 'Ctrl+D' },
  passChat: { group: 'chat', chord: 'Ctrl+T' },
  endChat: { group: 'chat', chord: 'Ctrl+E' },

  customerNote: { group: 'customer', chord: 'Alt+W' },
  needs: { group: 'customer', chord: 'Alt+9' },
  timeline: { group: 'customer', chord: 'Alt+Y' },
  fieldHistory: { group: 'customer', chord: 'Alt+Q' },
  caseFiles: { group: 'customer', chord: 'Alt+E' },
  consents: { group: 'customer', chord: 'Alt+Z' },
  compare: { group: 'customer', chord: 'Alt+8' },

  /** Steps of the case that is open, called by its verbs: their keys are the digits that stand beside them there. */
  'case.work': { group: 'case' },
  'case.acknowledge': { group: 'case' },
  'case.assess': { group: 'case' },
  'case.resume': { group: 'case' },
  'case.propose': { group: 'case' },
  'case.close': { group: 'case' },
  'case.settle': { group: 'case' },
  'case.reopen': { group: 'case' },
  'case.waitCustomer': { group: 'case' },
  'case.waitThird': { group: 'case' },
  'case.note': { group: 'case' },
  'case.remind': { group: 'case' },
  'case.addTask': { group: 'case' },
  'case.assign': { group: 'case' },
  'case.amend': { group: 'case' },
  'case.dispute': { group: 'case' },
  'case.setSubject': { group: 'case' },
  'case.merge': { group: 'case' },
  'case.toAdr': { group: 'case' },
  'case.withdraw': { group: 'case' },
  'case.cancel': { group: 'case' },
  'case.tell': { group: 'case' },
  'case.confirm': { group: 'case' },
  'case.sendBack': { group: 'case' },
  /** Of the task, where there is one alone. */
  doTask: { group: 'case' },
  dropTask: { group: 'case' },
  writeLetter: { group: 'case' },
  saveDossier: { group: 'case' },

  askForLetter: { group: 'letter' },
  confirmLetter: { group: 'letter' },
  sendBackLetter: { group: 'letter' },
  recordLetter: { group: 'letter' },
  takeBackLetter: { group: 'letter' },
  saveLetterFile: { group: 'letter' },
  copyLetter: { group: 'letter' },
  discardLetter: { group: 'letter' },

  newReport: { group: 'report' },
  confirmReport: { group: 'report' },
  sendBackReport: { group: 'report' },
  askForReport: { group: 'report' },
  saveReport: { group: 'report' },
  recountReport: { group: 'report' },
  saveReportPdf: { group: 'report' },
  saveReportCsv: { group: 'report' },
  discardReport: { group: 'report' },

  favourite: { group: 'transfer', chord: 'Alt+F', hidden: true },

  search: { group: 'desk', chord: 'Ctrl+K', hidden: true },
  commands: { group: 'desk', chord: 'F1', hidden: true },
  undo: { group: 'desk', chord: 'Ctrl+Z', bare: true },
  dial: { group: 'desk', chord: 'Alt+N' },
  voicemail: { group: 'desk', chord: 'Alt+V' },
  pickUp: { group: 'desk', chord: 'Alt+I' },
  state: { group: 'desk', chord: 'Alt+P' },
  toCall: { group: 'desk', chord: 'Alt+L' },
  chats: { group: 'desk', chord: 'Ctrl+Shift+J' },
  takeChat: { group: 'desk', chord: 'Ctrl+J' },
  nextChat: { group: 'desk', chord: 'Ctrl+.' },
  conflicts: { group: 'desk', chord: 'Alt+7' },
  cases: { group: 'desk' },
  myDay: { group: 'desk', chord: 'Ctrl+4' },
  screenBreak: { group: 'desk', chord: 'Ctrl+B' },
  breathe: { group: 'desk' },
  board: { group: 'desk', chord: 'Alt+O' },
  figures: { group: 'desk' },
  reports: { group: 'desk' },
  duplicates: { group: 'desk', chord: 'Alt+X' },
  knowledge: { group: 'desk' },
  settings: { group: 'desk', chord: 'Ctrl+,' },
  desk: { group: 'desk', chord: 'Ctrl+1' },
  imports: { group: 'desk' },
  accounts: { group: 'desk' },
  lists: { group: 'desk' },
  connectors: { group: 'desk' },
  privacy: { group: 'desk' },
  breach: { group: 'desk' },
  lineCheck: { group: 'desk' },
  news: { group: 'desk' },
  /** Into a small window above the other programs; and back. */
  popOut: { group: 'desk', chord: 'Ctrl+Shift+B' },
  /** To the customer, the case or the article in sight. */
  copyLink: { group: 'desk', chord: 'Ctrl+L' },
  goToLink: { group: 'desk', chord: 'Ctrl+G' },
  /** To a side of the screen, narrow and above the other programs; and back. */
  dock: { group: 'desk', chord: 'Ctrl+Shift+D' },
  /** Main hears their keys, in whatever window of the desk. */
  zoomIn: { group: 'desk', chord: 'Ctrl+Plus' },
  zoomOut: { group: 'desk', chord: 'Ctrl+-' },
  zoomUsual: { group: 'desk', chord: 'Ctrl+0' },
  signOut: { group: 'desk' },
  nextPart: { group: 'desk', chord: 'Ctrl+F6', hidden: true },
  previousPart: { group: 'desk', chord: 'Ctrl+Shift+F6', hidden: true },
} as const satisfies Readonly<Record<string, CommandRow>>;

export type CommandId = keyof typeof commandTable;

export const commandIds = Object.keys(commandTable) as readonly CommandId[];

export const rowOf = (id: CommandId): CommandRow => commandTable[id];

/** A step of a case, by its verb. */
export type CaseStep = CommandId extends infer Id ? (Id extends `case.${infer Step}` ? Step : never) : never;

/** The key of a command that has one. */
export type KeyedCommandId = {
  [Id in CommandId]: (typeof commandTable)[Id] extends { readonly chord: string } ? Id : never;
}[CommandId];

export const chordOf = (id: KeyedCommandId): string => commandTable[id].chord;
