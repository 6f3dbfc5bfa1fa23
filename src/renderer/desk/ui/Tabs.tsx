// Parts of a page, one of them in sight: each with its name and, where something waits there, how many.
import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly {
    readonly id: string;
    readonly name: string;
    readonly count?: number;
    readonly content: () => ReactNode;
  }[];
  /** The one in sight. */
  readonly shown: string;
  readonly onShow: (id: string) => void;
  readonly testId: string;
}

export function Tabs({ label, tabs, shown, onShow, testId }: TabsProps) {
  return (
    <AriaTabs className="tabs" selectedKey={shown} onSelectionChange={(key) => onShow(String(key))}>
      <TabList className="tab-list" aria-label={label}>
        {tabs.map(({ id, name, count = 0 }) => (
          <Tab key={id} id={id} className="tab" data-testid={`${testId}-${id}`}>
            {name}
            {count === 0 ? null : <span className="tab-count num">{count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="tab-panel">
          {content()}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
