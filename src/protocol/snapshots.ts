/**
 * Snapshots at the relay are ciphertext and nothing else.
 *
 * `PUT /api/snapshots/<id>?expires=<epoch ms>` with the ciphertext as body, the maker's grant in
 * `Authorization: Bearer <secret>` (or from loopback) and the SHA-256 (hex) of a token of the
 * maker's in `X-Delete-Token-Hash`: answers 201, or 409 when the id is taken.
 * `GET /api/snapshots/<id>` answers everybody who has the link: 200 with the ciphertext, 404
 * `snapshot.notFound`, 410 `snapshot.expired` or `snapshot.revoked`.
 * `DELETE /api/snapshots/<id>` with `Authorization: Bearer <delete token>` revokes: 204.
 */
export const DELETE_TOKEN_HASH = 'x-delete-token-hash';

/** An opened link's address is `/s/<id>#k=<key in base64url>`. */
export const snapshotPath = (id: string): string => `/s/${id}`;

/** How long a snapshot may be kept, and is when nothing is chosen (ms). */
export const SNAPSHOT_LIFE = { most: 366 * 86_400_000, usual: 30 * 86_400_000 } as const;
