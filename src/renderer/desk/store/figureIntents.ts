// Figures of days and queues: asked for, and saved as a table. A refusal is shown like any other, and answers null.
import type { Language } from '#shared/model/ids';
import type { FiguresQuery } from '#shared/protocol/figures';
import type { Ask } from './ask.ts';
import type { Programs } from './connections.ts';

export function figureIntents({ data, main }: Programs, ask: Ask) {
  return {
    readFigures: (asked: FiguresQuery) => ask(data.figures(asked)),
    saveFigures: (name: string, asked: FiguresQuery, language: Language) =>
      ask(data.figuresTable({ asked, language }).then((bytes) => main.saveFile({ name, bytes }))),
  };
}
