// What a list is made of, as a form sees it: read from its schema, so that a new list comes with its form.
import { z } from 'zod';
import { type ListCode, listSchemas } from '#shared/model/lists/lists';

/** What stands where nothing does: null, or no field at all. */
export type Absent = 'null' | 'nothing';

type Kind =
  /** One text, or words, in each language. */
  | { readonly kind: 'text' }
  | { readonly kind: 'wordList' }
  | { readonly kind: 'line' }
  | { readonly kind: 'number' }
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly values: readonly (string | boolean)[] }
  | { readonly kind: 'choices'; readonly values: readonly string[] }
  /** One a line. */
  | { readonly kind: 'lines'; readonly numbers: boolean }
  /** From and to, one pair a line. */
  | { readonly kind: 'spans' }
  | { readonly kind: 'part'; readonly fields: readonly Field[] }
  /** Keys that somebody has thought of, each with the same kind of value. */
  | { readonly kind: 'record'; readonly value: Shape }
  /** A row is of one of these shapes; mostly there is but one. */
  | { readonly kind: 'rows'; readonly rows: readonly Shape[] };

/** `absent`: it may be left out. */
export type Shape = Kind & { readonly absent: Absent | null };

export interface Field {
  readonly name: string;
  readonly shape: Shape;
}

const shape = (kind: Kind): Shape => ({ ...kind, absent: null });

function ofObject(fields: Readonly<Record<string, unknown>>): Shape {
  const { it, en } = fields;
  if (it !== undefined && en !== undefined) return shape({ kind: it instanceof z.ZodArray ? 'wordList' : 'text' });
  return shape({
    kind: 'part',
    fields: Object.entries(fields).map(([name, field]) => ({ name, shape: shapeOf(field) })),
  });
}

function ofArray(element: unknown): Shape {
  if (element instanceof z.ZodTuple) return shape({ kind: 'spans' });
  const options = element instanceof z.ZodUnion ? element.options.map(shapeOf) : [shapeOf(element)];
  const [first] = options;
  if (options.every(({ kind }) => kind === 'part')) return shape({ kind: 'rows', rows: options });
  if (first?.kind === 'choice' && options.length === 1)
    return shape({ kind: 'choices', values: first.values.map(String) });
  return shape({ kind: 'lines', numbers: first?.kind === 'number' });
}

function ofUnion(options: readonly unknown[]): Shape {
  const shapes = options.map(shapeOf);
  const values = shapes.flatMap((each) => {
    if (each.kind === 'choice') return each.values;
    return each.kind === 'flag' ? [true, false] : [];
  });
  return shapes.every(({ kind }) => kind === 'choice' || kind === 'flag')
    ? shape({ kind: 'choice', values })
    : shape({ kind: 'line' });
}

function ofRecord({ keyType, valueType }: z.ZodRecord): Shape {
  const value = shapeOf(valueType);
  return keyType instanceof z.ZodEnum
    ? shape({ kind: 'part', fields: keyType.options.map((name) => ({ name: String(name), shape: value })) })
    : shape({ kind: 'record', value });
}

function shapeOf(schema: unknown): Shape {
  if (schema instanceof z.ZodNullable) return { ...shapeOf(schema.unwrap()), absent: 'null' };
  if (schema instanceof z.ZodOptional) return { ...shapeOf(schema.unwrap()), absent: 'nothing' };
  if (schema instanceof z.ZodDefault) return shapeOf(schema.unwrap());
  if (schema instanceof z.ZodPipe) return shapeOf(schema.in);
  if (schema instanceof z.ZodObject) return ofObject(schema.shape);
  if (schema instanceof z.ZodArray) return ofArray(schema.element);
  if (schema instanceof z.ZodTuple) return shape({ kind: 'lines', numbers: true });
  if (schema instanceof z.ZodUnion) return ofUnion(schema.options);
  if (schema instanceof z.ZodRecord) return ofRecord(schema);
  if (schema instanceof z.ZodEnum) return shape({ kind: 'choice', values: schema.options.map(String) });
  if (schema instanceof z.ZodLiteral) return shape({ kind: 'choice', values: [...schema.values].map(String) });
  if (schema instanceof z.ZodBoolean) return shape({ kind: 'flag' });
  if (schema instanceof z.ZodNumber) return shape({ kind: 'number' });
  return shape({ kind: 'line' });
}

/** What is written, before anything is worked out from it. */
const writtenSchema = (code: ListCode): z.ZodType => {
  const { schema } = listSchemas[code] as { readonly schema: z.ZodType };
  return schema instanceof z.ZodPipe ? (schema.in as z.ZodType) : schema;
};

export const listShape = (code: ListCode): Shape => shapeOf(listSchemas[code].schema);

/** With what it leaves out and the schema would put in; as it stands where it does not fit. */
export function writtenOut(code: ListCode, body: unknown): unknown {
  const read = writtenSchema(code).safeParse(body);
  return read.success ? read.data : body;
}
