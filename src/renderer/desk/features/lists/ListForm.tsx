// A list as a form: each value in a field of its kind, rows that are opened one at a time, moved, added and taken out.
import { ArrowDown, ArrowUp, ChevronDown, ChevronRight, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Checks } from '../../ui/Checks.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { TextBox } from '../../ui/TextBox.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useWords } from '../../ui/words.tsx';
import { useListWords } from './listWords.ts';
import type { Shape } from './shape.ts';
import {
  emptyOf,
  isAbsent,
  isPlain,
  linesFrom,
  numberFrom,
  shapeOfRow,
  spansFrom,
  spansSaid,
  titleOf,
  withField,
} from './values.ts';

/** What is wrong where, by path: "pairs.0.avoid.en". */
export type Wrong = ReadonlyMap<string, string>;

interface FieldProps {
  readonly shape: Shape;
  /** Of the field; the list as a whole has none. */
  readonly name: string | null;
  readonly value: unknown;
  readonly path: string;
  readonly wrong: Wrong;
  readonly onChange: (value: unknown) => void;
}

const below = (path: string, name: string | number): string => (path === '' ? String(name) : `${path}.${name}`);

/** What is wrong with it, or with what stands in it. */
function wrongIn(wrong: Wrong, path: string): string | null {
  const own = wrong.get(path);
  if (own !== undefined) return own;
  for (const [at, what] of wrong) if (at.startsWith(`${path}.`)) return what;
  return null;
}

/** In both languages, side by side. */
function InBoth({ name, value, path, wrong, onChange, words }: FieldProps & { readonly words: boolean }) {
  const { t } = useWords();
  const { fieldName } = useListWords();
  const isLong = (['it', 'en'] as const).some((each) => {
    const said = isPlain(value) ? value[each] : '';
    return words || (typeof said === 'string' && said.length > 60);
  });
  return (
    <div className="form-pair">
      {(['it', 'en'] as const).map((each) => {
        const said = isPlain(value) ? value[each] : undefined;
        const props = {
          label: t('lists.inLanguage', { field: fieldName(name ?? 'text'), language: t(`languages.${each}`) }),
          value: Array.isArray(said) ? said.join('\n') : String(said ?? ''),
          onChange: (typed: string) => onChange(withField(value, each, words ? linesFrom(typed) : typed)),
          error: wrongIn(wrong, below(path, each)) ?? wrong.get(path) ?? null,
          testId: `list-${below(path, each)}`,
        };
        return isLong ? (
          <TextBox key={each} {...props} rows={words ? 6 : 3} {...(words && { hint: t('lists.onePerLine') })} />
        ) : (
          <TextInput key={each} {...props} />
        );
      })}
    </div>
  );
}

function Part({ shape, name, value, path, wrong, onChange }: FieldProps) {
  const { fieldName } = useListWords();
  if (shape.kind !== 'part') return null;
  const fields = shape.fields.map((field) => (
    <ListField
      key={field.name}
      shape={field.shape}
      name={field.name}
      value={isPlain(value) ? value[field.name] : undefined}
      path={below(path, field.name)}
      wrong={wrong}
      onChange={(fresh) => onChange(withField(value, field.name, fresh))}
    />
  ));
  const isShort =
    shape.fields.length > 1 && shape.fields.every((field) => ['number', 'line', 'choice'].includes(field.shape.kind));
  const look = isShort ? 'list-short' : 'list-fields';
  if (name === null) return <div className={look}>{fields}</div>;
  return (
    <fieldset className="list-part">
      <legend className="label">{fieldName(name)}</legend>
      <div className={look}>{fields}</div>
    </fieldset>
  );
}

function Rows({ shape, name, value, path, wrong, onChange }: FieldProps) {
  const { t, language } = useWords();
  const { fieldName, valueName } = useListWords();
  const [open, setOpen] = useState<number | null>(null);
  if (shape.kind !== 'rows') return null;
  const rows: readonly unknown[] = Array.isArray(value) ? value : [];
  const title = (row: unknown, at: number) => {
    const own = titleOf(row, language);
    return own === '' ? t('lists.row', { number: at + 1 }) : valueName(own);
  };
  function move(at: number, by: number) {
    onChange(rows.with(at, rows[at + by]).with(at + by, rows[at]));
    setOpen(open === at ? at + by : open === at + by ? at : open);
  }
  function add(row: Shape) {
    onChange([...rows, emptyOf(row)]);
    setOpen(rows.length);
  }
  return (
    <div className="list-rows">
      {name === null ? null : <span className="label">{fieldName(name)}</span>}
      <ol aria-label={name === null ? undefined : fieldName(name)}>
        {rows.map((row, at) => {
          const said = title(row, at);
          const error = wrongIn(wrong, below(path, at));
          const rowShape = shapeOfRow(row, shape.rows);
          return (
            // Rows have no identity but their place.
            <li key={at} className="list-row" data-wrong={error !== null || undefined}>
              <div className="list-row-head">
                <button
                  type="button"
                  className="list-row-title"
                  aria-expanded={open === at}
                  onClick={() => setOpen(open === at ? null : at)}
                  data-testid={`row-${below(path, at)}`}
                >
                  {open === at ? <ChevronDown aria-hidden="true" /> : <ChevronRight aria-hidden="true" />}
                  <span className="list-row-name" title={said}>
                    {said}
                  </span>
                  {error !== null && open !== at ? <span className="error">{error}</span> : null}
                </button>
                <IconButton
                  icon={ArrowUp}
                  name={t('lists.up', { row: said })}
                  disabled={at === 0}
                  onClick={() => move(at, -1)}
                />
                <IconButton
                  icon={ArrowDown}
                  name={t('lists.down', { row: said })}
                  disabled={at === rows.length - 1}
                  onClick={() => move(at, 1)}
                />
                <IconButton
                  icon={Trash2}
                  name={t('lists.takeOut', { row: said })}
                  onClick={() => {
                    onChange(rows.filter((_, place) => place !== at));
                    setOpen(null);
                  }}
                  data-testid={`take-out-${below(path, at)}`}
                />
              </div>
              {open === at && rowShape !== undefined ? (
                <ListField
                  shape={rowShape}
                  name={null}
                  value={row}
                  path={below(path, at)}
                  wrong={wrong}
                  onChange={(fresh) => onChange(rows.with(at, fresh))}
                />
              ) : null}
            </li>
          );
        })}
      </ol>
      {wrong.get(path) === undefined ? null : <p className="error">{wrong.get(path)}</p>}
      <div className="list-add">
        {shape.rows.map((row, at) => (
          <Button
            key={fieldsOf(row)}
            size="small"
            icon={Plus}
            onClick={() => add(row)}
            data-testid={`add-${path === '' ? 'row' : path}${at === 0 ? '' : `-${at}`}`}
          >
            {shape.rows.length === 1
              ? t('lists.add')
              : t('lists.addWith', { field: fieldName(ownField(row, shape.rows)) })}
          </Button>
        ))}
      </div>
    </div>
  );
}

const fieldsOf = (shape: Shape): string =>
  shape.kind === 'part' ? shape.fields.map(({ name }) => name).join(' ') : shape.kind;

/** The field that the other shapes have not. */
const ownField = (shape: Shape, all: readonly Shape[]): string =>
  fieldsOf(shape)
    .split(' ')
    .find((name) => all.every((other) => other === shape || !fieldsOf(other).split(' ').includes(name))) ?? '';

const none = '';

function Choice({ shape, name, value, path, wrong, onChange }: FieldProps) {
  const { t } = useWords();
  const { fieldName, valueName } = useListWords();
  if (shape.kind !== 'choice') return null;
  const options = shape.values.map((each) => ({ id: String(each), name: valueName(String(each)) }));
  const error = wrong.get(path);
  return (
    <div className="list-choice">
      <Dropdown
        label={fieldName(name ?? '')}
        options={shape.absent === null ? options : [{ id: none, name: t('lists.none') }, ...options]}
        chosen={isAbsent(value) ? none : String(value)}
        onChoose={(id) => onChange(id === none ? absentOf(shape) : shape.values.find((each) => String(each) === id))}
        testId={`list-${path}`}
      />
      {error === undefined ? null : <p className="error">{error}</p>}
    </div>
  );
}

const absentOf = ({ absent }: Shape): null | undefined => (absent === 'null' ? null : undefined);

/** One value, by its kind. */
function Value(props: FieldProps): ReactNode {
  const { t } = useWords();
  const { fieldName, valueName } = useListWords();
  const { shape, name, value, path, wrong, onChange } = props;
  const label = fieldName(name ?? '');
  const error = wrongIn(wrong, path);
  const testId = `list-${path}`;
  switch (shape.kind) {
    case 'text':
      return <InBoth {...props} words={false} />;
    case 'wordList':
      return <InBoth {...props} words />;
    case 'part':
      return <Part {...props} />;
    case 'rows':
      return <Rows {...props} />;
    case 'choice':
      return <Choice {...props} />;
    case 'choices':
      return (
        <div className="list-choices">
          <Checks
            label={label}
            options={shape.values.map((id) => ({ id, name: valueName(id) }))}
            chosen={Array.isArray(value) ? value.map(String) : []}
            onChoose={onChange}
            error={error}
            testId={testId}
          />
        </div>
      );
    case 'flag':
      return (
        <Checks
          label=""
          options={[{ id: 'yes', name: label }]}
          chosen={value === true ? ['yes'] : []}
          onChoose={(chosen) => onChange(chosen.length > 0)}
          error={error}
          testId={testId}
        />
      );
    case 'record':
      return (
        <fieldset className="list-part">
          <legend className="label">{label}</legend>
          <div className="list-fields">
            {Object.entries(isPlain(value) ? value : {}).map(([key, each]) => (
              <ListField
                key={key}
                shape={shape.value}
                name={key}
                value={each}
                path={below(path, key)}
                wrong={wrong}
                onChange={(fresh) => onChange(withField(value, key, fresh))}
              />
            ))}
          </div>
        </fieldset>
      );
    case 'lines':
      return (
        <TextBox
          label={label}
          hint={t('lists.onePerLine')}
          rows={3}
          value={Array.isArray(value) ? value.join('\n') : ''}
          onChange={(typed) => {
            const lines = typed === '' ? [] : linesFrom(typed);
            onChange(shape.numbers ? lines.map(numberFrom) : lines);
          }}
          error={error}
          testId={testId}
        />
      );
    case 'spans':
      return <Spans {...props} label={label} error={error} testId={testId} />;
    default: {
      const typed = (text: string) => {
        if (text === '' && shape.absent !== null) return onChange(absentOf(shape));
        return onChange(shape.kind === 'number' ? numberFrom(text) : text);
      };
      return (
        <TextInput
          label={label}
          value={isAbsent(value) ? '' : String(value)}
          onChange={typed}
          error={error}
          testId={testId}
        />
      );
    }
  }
}

/** What is typed stays as it is while it is typed. */
function Spans({
  label,
  value,
  onChange,
  error,
  testId,
}: Pick<FieldProps, 'value' | 'onChange'> & {
  readonly label: string;
  readonly error: string | null;
  readonly testId: string;
}) {
  const { t } = useWords();
  const [typed, setTyped] = useState(() => spansSaid(value));
  return (
    <TextBox
      label={label}
      hint={t('lists.hours')}
      value={typed}
      onChange={(text) => {
        setTyped(text);
        onChange(spansFrom(text));
      }}
      error={error}
      testId={testId}
    />
  );
}

const withoutSwitch = ['line', 'number', 'choice'];

/** A value, and whether it is there at all where it need not be. */
export function ListField(props: FieldProps) {
  const { t } = useWords();
  const { fieldName } = useListWords();
  const { shape, name, value, path, onChange } = props;
  if (shape.absent === null || withoutSwitch.includes(shape.kind)) return <Value {...props} />;
  const isThere = !isAbsent(value);
  // What has a head of its own is called by the switch.
  const isHeaded = shape.kind === 'part' || shape.kind === 'rows';
  const called = fieldName(name ?? '');
  return (
    <div className="list-maybe">
      <Checks
        label=""
        options={[{ id: 'there', name: isHeaded ? called : t('lists.there', { field: called }) }]}
        chosen={isThere ? ['there'] : []}
        onChoose={(chosen) => onChange(chosen.length > 0 ? emptyOf(shape) : absentOf(shape))}
        testId={`there-${path}`}
      />
      {isThere ? <Value {...props} name={isHeaded ? null : name} /> : null}
    </div>
  );
}
