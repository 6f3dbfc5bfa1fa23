// How a file is read: what each column is, in which order dates are written, what becomes of those who are there already.
import {
  type Import,
  type ImportMapping,
  type ImportOptions,
  importOptionsSchema,
  importTargets,
} from '#shared/protocol/imports';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useWords } from '../../ui/words.tsx';

const leftOut = 'leftOut';

interface ReadingProps {
  readonly one: Import;
  readonly options: ImportOptions;
  readonly onChange: (part: Partial<ImportOptions>) => void;
}

export function Reading({ one, options, onChange }: ReadingProps) {
  const { t } = useWords();
  const { mapping } = options;
  const targets = [
    { id: leftOut, name: t('imports.leftOut') },
    ...importTargets.map((id) => ({ id, name: t(`imports.targets.${id}`) })),
  ];
  function choose(column: string, chosen: string) {
    const { [column]: _, ...others } = mapping;
    const target = importTargets.find((known) => known === chosen);
    const all: ImportMapping = target === undefined ? others : { ...others, [column]: target };
    onChange({ mapping: all });
  }
  const isPrefix = importOptionsSchema.shape.codePrefix.safeParse(options.codePrefix).success;
  const chosen = Object.values(mapping);
  return (
    <section className="section import-reading">
      <SectionTitle>{t('imports.columns')}</SectionTitle>
      <p className="sub">{t('imports.columnsAbout')}</p>
      <div className="import-columns">
        {one.columns.map((column) => (
          <Dropdown
            key={column}
            label={column}
            options={targets}
            chosen={mapping[column] ?? leftOut}
            onChoose={(target) => choose(column, target)}
            testId={`column-${column}`}
          />
        ))}
      </div>
      {chosen.includes('birthDate') ? (
        <Segments
          label={t('imports.dates')}
          options={(['dayFirst', 'monthFirst'] as const).map((id) => ({ id, name: t(`imports.${id}`) }))}
          chosen={options.dates}
          onChoose={(dates) => onChange({ dates })}
        />
      ) : null}
      <Segments
        label={t('imports.present')}
        options={(['skip', 'update'] as const).map((id) => ({ id, name: t(`imports.${id}`) }))}
        chosen={options.present}
        onChoose={(present) => onChange({ present })}
        testId="import-present"
      />
      {chosen.includes('code') ? (
        <TextInput
          label={t('imports.codePrefix')}
          value={options.codePrefix}
          onChange={(codePrefix) => onChange({ codePrefix: codePrefix.toUpperCase() })}
          error={isPrefix ? null : t('imports.codePrefixWrong')}
        />
      ) : null}
    </section>
  );
}
