// Counts in a row, each with its word below.
import { SimpleGrid, type SimpleGridProps, Text } from '@mantine/core';
import { useFormat } from './format';

export function Figures({ counts, label, cols, spacing }: { counts: Record<string, number>; label: (key: string, count: number) => string; cols: SimpleGridProps['cols']; spacing: SimpleGridProps['spacing'] }) {
  const format = useFormat();
  return (
    <SimpleGrid cols={cols} component="dl" m={0} spacing={spacing}>
      {Object.entries(counts).map(([key, count]) => (
        <div key={key}>
          <Text component="dd" m={0} className="medal-number">{format.number(count)}</Text>
          <Text component="dt" size="sm" className="medal-quiet">{label(key, count)}</Text>
        </div>
      ))}
    </SimpleGrid>
  );
}
