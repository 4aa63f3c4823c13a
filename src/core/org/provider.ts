/** Clouds an account or an imported department can come from. */
export const PROVIDERS = ['tencent', 'aws', 'azure', 'gcp', 'alibaba', 'huawei', 'other'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** Names of clouds as they write themselves; proper names, alike in both languages but for two. */
export const providerMessages = {
  tencent: { zh: '腾讯云', en: 'Tencent Cloud' },
  aws: { zh: 'AWS', en: 'AWS' },
  azure: { zh: 'Azure', en: 'Azure' },
  gcp: { zh: 'Google Cloud', en: 'Google Cloud' },
  alibaba: { zh: '阿里云', en: 'Alibaba Cloud' },
  huawei: { zh: '华为云', en: 'Huawei Cloud' },
  other: { zh: '其他', en: 'Other' }
} as const;

/**
 * The key under which a thing of a cloud is kept: `<provider>:<its id there>`, percent-encoded to
 * `[A-Za-z0-9._~%:-]`. The provider is part of it because two clouds use twelve digits alike.
 */
export function recordKey(provider: Provider, externalId: string): string {
  // A lone surrogate cannot be encoded; what replaces it is stable, which is all a key needs.
  const text = externalId.isWellFormed() ? externalId : externalId.toWellFormed();
  return `${provider}:${encodeURIComponent(text).replace(/[!'()*]/g, escapeRest)}`;
}

const escapeRest = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

/**
 * What a cloud allows. Commands obey it; an import is never refused for it (except `depth`) but
 * comes in with findings. Undefined means: this cloud publishes no such limit.
 */
export interface LimitProfile {
  /** Levels of departments below the root. */
  readonly depth: number;
  readonly departmentName: number;
  readonly accountName: number;
  readonly remark?: number;
  readonly tags: number;
  readonly tag: TagRules;
  /** Where a department's name may stand only once. */
  readonly departmentNameUnique: 'organization' | 'parent' | 'no';
  readonly accountNameUnique: boolean;
  /** Characters a department name may have; undefined allows all. */
  readonly departmentNameChars?: RegExp;
  readonly accountNameChars?: RegExp;
}

/** What a tag may look like. */
export interface TagRules {
  /** Characters of a key and of a value. */
  readonly key: number;
  readonly value: number;
  readonly chars?: RegExp;
  /** Keys that the cloud keeps for itself. */
  readonly reserved?: RegExp;
}

const none: LimitProfile = {
  depth: 5,
  departmentName: 128,
  accountName: 128,
  tags: 50,
  tag: { key: 256, value: 256 },
  departmentNameUnique: 'parent',
  accountNameUnique: false
};

/** Tencent: tencent-reference 1.2, 1.3 and 3.4; AWS: Organizations quotas. Depth is the workspace's own five for all. */
export const LIMITS: Readonly<Record<Provider, LimitProfile>> = {
  tencent: {
    depth: 5,
    departmentName: 40,
    accountName: 25,
    remark: 40,
    tags: 10,
    tag: {
      key: 127,
      value: 255,
      chars: /^[\p{L}\p{N} +\-=._:/@()[\]（）【】]*$/u,
      reserved: /^(qcs:|project:|项目|(qcloud|tencent|project)$)/
    },
    departmentNameUnique: 'organization',
    accountNameUnique: true,
    departmentNameChars: /^[\p{L}\p{N}+@、&._[\]-]*$/u,
    accountNameChars: /^[\p{L}\p{N}+@、&._[\]\-:,]*$/u
  },
  aws: {
    ...none,
    departmentName: 128,
    accountName: 50,
    tag: { key: 128, value: 256, chars: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, reserved: /^aws:/i }
  },
  azure: none,
  gcp: none,
  alibaba: none,
  huawei: none,
  other: none
};
