// From a campaign as it is shown to the file that makes its next version.
import type { Campaign, CampaignFile } from '../../api/types';

export function fileOf(campaign: Campaign): CampaignFile {
  const { slug, title, summary, description, phases, taxonomy, rubric, policy, quotas } = campaign;
  return { slug, title, summary, description, phases, taxonomy, rubric, policy, quotas };
}

interface Parts {
  taxonomy: CampaignFile['taxonomy'];
  rubric: CampaignFile['rubric'];
  quotas: CampaignFile['quotas'];
  consent_statements: CampaignFile['policy']['consent_statements'];
}

export function jsonText(campaign: Campaign): string {
  const { taxonomy, rubric, quotas, policy } = campaign;
  return JSON.stringify({ taxonomy, rubric, quotas, consent_statements: policy.consent_statements }, null, 2);
}

/** Undefined when the text is not JSON with these four parts; the server checks what is in them. */
export function parsedOr(json: string): Parts | undefined {
  try {
    const parts = JSON.parse(json) as Partial<Parts> | null;
    return parts?.taxonomy && parts.rubric && parts.quotas && parts.consent_statements ? (parts as Parts) : undefined;
  } catch {
    return undefined;
  }
}

export function withJson(file: CampaignFile, json: string): CampaignFile {
  const parts = parsedOr(json);
  if (!parts) return file;
  const { consent_statements, ...rest } = parts;
  return { ...file, ...rest, policy: { ...file.policy, consent_statements } };
}
