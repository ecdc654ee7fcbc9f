import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { byReason, type HeldFile, type HeldGroup, wordOf } from './held';
import { ServerText } from './ServerText';
import classes from './held.module.css';

type Names = Record<string, string>;

const MOST_NAMES = 20;

function Title({ group, names }: { group: HeldGroup; names: Names }) {
  const { t } = useTranslation('common');
  const words = group.files.map((file) => wordOf(file, names));
  const named = words.filter((word) => word.name !== undefined);
  const count = words.length;
  if (named.length === 0) return <>{t(`held_${group.status}`, { count, numbers: words.map((word) => word.number).join(', ') })}</>;
  return <>{t(`held_${group.status}_named`, { count })}</>;
}

/** Each on its own line: names are long. Those that this browser does not know are numbers. */
function Named({ group, names }: { group: HeldGroup; names: Names }) {
  const { t } = useTranslation('common');
  const words = group.files.map((file) => wordOf(file, names));
  if (words.every((word) => word.name === undefined)) return null;
  const shown = words.slice(0, MOST_NAMES);
  return (
    <ul className={classes.names}>
      {shown.map((word) => (
        <li key={word.number}>
          {word.name === undefined ? t('held_number', { number: word.number }) : <bdi className={classes.name}>{word.name}</bdi>}
          {word.member === undefined ? null : ` ${t('held_member', { number: word.member })}`}
        </li>
      ))}
      {words.length > shown.length ? <li>{t('held_more', { count: words.length - shown.length })}</li> : null}
    </ul>
  );
}

/** Files that were not taken, each reason said once. `names`: of uploads by their id, where this browser sent them. */
export function HeldFiles({ held, more = 0, names = {} }: { held: HeldFile[]; more?: number; names?: Names }) {
  const { t } = useTranslation('common');
  return (
    <List size="sm" mt="xs" spacing={4}>
      {byReason(held).map((group) => (
        <List.Item key={`${group.status} ${group.code ?? ''} ${group.reason}`}>
          <Text span size="sm" fw={600}>
            <Title group={group} names={names} />
          </Text>{' '}
          <ServerText code={group.code} text={group.reason} />
          <Named group={group} names={names} />
        </List.Item>
      ))}
      {more > 0 ? <List.Item>{t('held_more', { count: more })}</List.Item> : null}
    </List>
  );
}
