/** A client of the graph as any other: the story has no way in that a user would not have. */
export class GraphClient {
  constructor(
    private readonly url: string,
    private readonly accessToken?: string,
  ) {}

  as(accessToken: string): GraphClient {
    return new GraphClient(this.url, accessToken);
  }

  /** The data of an operation. @throws when the answer carries errors */
  async ask<Data extends object>(query: string, variables: object = {}): Promise<Data> {
    const answer = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.accessToken && { authorization: `Bearer ${this.accessToken}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await answer.json()) as { data?: Data; errors?: { message: string }[] };
    if (!data || errors) throw new Error(`${answer.status} ${JSON.stringify(errors)} to ${query.slice(0, 80)}`);
    return data;
  }

  /** The success of a mutation whose answer is a union. @throws when it refuses */
  async act<Success extends object>(name: string, type: string, input: object, fields: string): Promise<Success> {
    const answer = await this.mutate<Success>(name, type, input, fields);
    if (answer.__typename !== type) throw new Error(`${name} answered ${answer.code}: ${answer.message}`);
    return answer;
  }

  /** As `act`, for what may have been done before: then it refuses with one of `codes`, and that is well. */
  async ensure(name: string, type: string, input: object, codes: readonly string[]): Promise<void> {
    const answer = await this.mutate(name, type, input, '__typename');
    if (answer.__typename !== type && !codes.includes(answer.code ?? '')) {
      throw new Error(`${name} answered ${answer.code}: ${answer.message}`);
    }
  }

  private async mutate<Success extends object>(name: string, type: string, input: object, fields: string) {
    const Input = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${Input}!) { ${name}(input: $input) { __typename ... on ${type} { ${fields} } ... on Refusal { code message } } }`;
    type Answer = { __typename: string; code?: string; message?: string } & Success;
    const { [name]: answer } = await this.ask<Record<string, Answer | null>>(query, { input });
    if (!answer) throw new Error(`${name} answered nothing`);
    return answer;
  }
}
