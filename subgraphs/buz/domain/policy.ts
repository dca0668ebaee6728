/** What somebody has is their own business, and that of those who administer the money. */
export function maySeeWallet(
  caller: { readonly userId: string | null; readonly permissions: readonly string[] },
  ownerId: string,
): boolean {
  return caller.userId === ownerId || caller.permissions.includes('buz.admin');
}

/** A transfer is the business of whoever it took from or gave to. */
export function maySeeTransfer(
  caller: { readonly userId: string | null; readonly permissions: readonly string[] },
  owners: readonly string[],
): boolean {
  return owners.some((ownerId) => maySeeWallet(caller, ownerId)) || caller.permissions.includes('buz.admin');
}
