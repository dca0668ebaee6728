/** One thing that is wrong with the schema, in a sentence that says what to do. */
export interface Finding {
  readonly check: string;
  /** `users.graphql User.email`, `Mutation.signIn(input:)`, a file. */
  readonly where: string;
  readonly message: string;
}
