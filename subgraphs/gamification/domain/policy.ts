/** XP and level are public among the signed-in; the history tells when somebody was here, so it is their own. */
export function maySeeHistory(
  caller: { readonly userId: string | null; readonly permissions: readonly string[] },
  player: { readonly userId: string },
): boolean {
  return caller.userId === player.userId || caller.permissions.includes('gamification.admin');
}
