import { ActionIcon, Button, Group, Menu, SegmentedControl, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ViewerTool } from './types';
import type { WindowPreset } from './windows';

interface Props {
  tool: ViewerTool;
  tools: ViewerTool[];
  presets: WindowPreset[];
  isInverted: boolean;
  onTool: (tool: ViewerTool) => void;
  onPreset: (preset: WindowPreset) => void;
  onInvert: () => void;
  onZoom: (factor: number) => void;
  onReset: () => void;
  onHelp: () => void;
}

interface SignProps {
  label: string;
  sign: string;
  isPressed?: boolean;
  onClick: () => void;
}

function Sign({ label, sign, isPressed, onClick }: SignProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant={isPressed ? 'filled' : 'default'} size="md" aria-label={label} aria-pressed={isPressed} onClick={onClick}>
        <span aria-hidden="true">{sign}</span>
      </ActionIcon>
    </Tooltip>
  );
}

function Presets({ presets, onPreset }: Pick<Props, 'presets' | 'onPreset'>) {
  const { t } = useTranslation('viewer');
  if (presets.length === 0) return null;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="default" size="compact-sm">
          {t('presets')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {presets.map((preset, index) => (
          <Menu.Item key={index} onClick={() => onPreset(preset)}>
            {t(`preset_${preset.name}`, { defaultValue: preset.name || t('preset_file') })} ({preset.center} / {preset.width})
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function Toolbar(props: Props) {
  const { t } = useTranslation('viewer');
  return (
    <Group gap="xs" role="toolbar" aria-label={t('toolbar')}>
      <SegmentedControl
        size="xs"
        aria-label={t('tool')}
        value={props.tool}
        onChange={(value) => props.onTool(value as ViewerTool)}
        data={props.tools.map((tool) => ({ value: tool, label: t(`tool_${tool}`) }))}
      />
      <Presets presets={props.presets} onPreset={props.onPreset} />
      <Group gap={4}>
        <Sign label={t('zoom_in')} sign="+" onClick={() => props.onZoom(1.25)} />
        <Sign label={t('zoom_out')} sign="−" onClick={() => props.onZoom(0.8)} />
        <Sign label={t('invert')} sign="◐" isPressed={props.isInverted} onClick={props.onInvert} />
        <Sign label={t('reset')} sign="↺" onClick={props.onReset} />
        <Sign label={t('help')} sign="?" onClick={props.onHelp} />
      </Group>
    </Group>
  );
}
