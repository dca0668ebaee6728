/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query HomeAccount {\n  me {\n    id\n    displayName\n    avatar {\n      url\n    }\n    gamification {\n      userId\n      xp\n      level {\n        name\n      }\n      nextLevel {\n        name\n        xpFrom\n      }\n      progressPercent\n    }\n  }\n  wallet {\n    userId\n    available\n  }\n}": typeof types.HomeAccountDocument,
    "mutation PlaygroundMfa($input: CompleteMfaSignInInput!) {\n  completeMfaSignIn(input: $input) {\n    __typename\n    ... on SignedIn {\n      accessToken\n    }\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}": typeof types.PlaygroundMfaDocument,
    "mutation PlaygroundSignIn($input: SignInInput!) {\n  signIn(input: $input) {\n    __typename\n    ... on SignedIn {\n      accessToken\n    }\n    ... on SecondFactorRequired {\n      challengeToken\n    }\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}": typeof types.PlaygroundSignInDocument,
    "mutation PlaygroundSignOut {\n  signOut {\n    __typename\n  }\n}": typeof types.PlaygroundSignOutDocument,
    "subscription HomeWallet {\n  walletUpdated {\n    userId\n    available\n  }\n}": typeof types.HomeWalletDocument,
    "subscription HomeXp {\n  xpAwarded {\n    id\n    activity\n    amount\n    xp\n    awardedAt\n  }\n}": typeof types.HomeXpDocument,
    "mutation AddSkill($input: AddSkillInput!) {\n  addSkill(input: $input) {\n    __typename\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}": typeof types.AddSkillDocument,
    "query Skills {\n  skills {\n    id\n    name\n  }\n}": typeof types.SkillsDocument,
    "mutation CompleteMyProfile($input: UpdateProfileInput!) {\n  updateProfile(input: $input) {\n    __typename\n    ... on ProfileUpdated {\n      user {\n        id\n        displayName\n        profile {\n          completeness\n          missing\n          version\n        }\n      }\n    }\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}": typeof types.CompleteMyProfileDocument,
    "query MyProgress {\n  me {\n    id\n    displayName\n    gamification {\n      userId\n      xp\n      level {\n        name\n      }\n      nextLevel {\n        name\n        xpFrom\n      }\n      progressPercent\n      xpHistory(first: 5) {\n        edges {\n          node {\n            id\n            activity\n            amount\n            awardedAt\n          }\n        }\n      }\n    }\n  }\n}": typeof types.MyProgressDocument,
    "query MyWallet {\n  wallet {\n    userId\n    available\n    total\n    missingDocuments\n    limits {\n      window\n      left\n    }\n    transactions(first: 5) {\n      edges {\n        node {\n          id\n          type\n          direction\n          amount\n          fee\n          memo\n          balanceAfter\n          counterparty {\n            id\n            displayName\n          }\n        }\n      }\n    }\n  }\n}": typeof types.MyWalletDocument,
    "mutation SendBuz($input: TransferBuzInput!) {\n  transferBuz(input: $input) {\n    ... on TransferCompleted {\n      transferId\n      amount\n      fee\n      balanceAfter\n    }\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}": typeof types.SendBuzDocument,
    "subscription WatchWallet {\n  walletUpdated {\n    userId\n    available\n    held\n    staked\n    invested\n  }\n}": typeof types.WatchWalletDocument,
    "subscription WatchXp {\n  xpAwarded {\n    id\n    activity\n    amount\n    xp\n    level\n    awardedAt\n    user {\n      id\n      displayName\n    }\n  }\n}": typeof types.WatchXpDocument,
    "query WhoAmI {\n  me {\n    id\n    displayName\n    profile {\n      bio\n      location\n      completeness\n      missing\n      version\n    }\n  }\n}": typeof types.WhoAmIDocument,
};
const documents: Documents = {
    "query HomeAccount {\n  me {\n    id\n    displayName\n    avatar {\n      url\n    }\n    gamification {\n      userId\n      xp\n      level {\n        name\n      }\n      nextLevel {\n        name\n        xpFrom\n      }\n      progressPercent\n    }\n  }\n  wallet {\n    userId\n    available\n  }\n}": types.HomeAccountDocument,
    "mutation PlaygroundMfa($input: CompleteMfaSignInInput!) {\n  completeMfaSignIn(input: $input) {\n    __typename\n    ... on SignedIn {\n      accessToken\n    }\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}": types.PlaygroundMfaDocument,
    "mutation PlaygroundSignIn($input: SignInInput!) {\n  signIn(input: $input) {\n    __typename\n    ... on SignedIn {\n      accessToken\n    }\n    ... on SecondFactorRequired {\n      challengeToken\n    }\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}": types.PlaygroundSignInDocument,
    "mutation PlaygroundSignOut {\n  signOut {\n    __typename\n  }\n}": types.PlaygroundSignOutDocument,
    "subscription HomeWallet {\n  walletUpdated {\n    userId\n    available\n  }\n}": types.HomeWalletDocument,
    "subscription HomeXp {\n  xpAwarded {\n    id\n    activity\n    amount\n    xp\n    awardedAt\n  }\n}": types.HomeXpDocument,
    "mutation AddSkill($input: AddSkillInput!) {\n  addSkill(input: $input) {\n    __typename\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}": types.AddSkillDocument,
    "query Skills {\n  skills {\n    id\n    name\n  }\n}": types.SkillsDocument,
    "mutation CompleteMyProfile($input: UpdateProfileInput!) {\n  updateProfile(input: $input) {\n    __typename\n    ... on ProfileUpdated {\n      user {\n        id\n        displayName\n        profile {\n          completeness\n          missing\n          version\n        }\n      }\n    }\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}": types.CompleteMyProfileDocument,
    "query MyProgress {\n  me {\n    id\n    displayName\n    gamification {\n      userId\n      xp\n      level {\n        name\n      }\n      nextLevel {\n        name\n        xpFrom\n      }\n      progressPercent\n      xpHistory(first: 5) {\n        edges {\n          node {\n            id\n            activity\n            amount\n            awardedAt\n          }\n        }\n      }\n    }\n  }\n}": types.MyProgressDocument,
    "query MyWallet {\n  wallet {\n    userId\n    available\n    total\n    missingDocuments\n    limits {\n      window\n      left\n    }\n    transactions(first: 5) {\n      edges {\n        node {\n          id\n          type\n          direction\n          amount\n          fee\n          memo\n          balanceAfter\n          counterparty {\n            id\n            displayName\n          }\n        }\n      }\n    }\n  }\n}": types.MyWalletDocument,
    "mutation SendBuz($input: TransferBuzInput!) {\n  transferBuz(input: $input) {\n    ... on TransferCompleted {\n      transferId\n      amount\n      fee\n      balanceAfter\n    }\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}": types.SendBuzDocument,
    "subscription WatchWallet {\n  walletUpdated {\n    userId\n    available\n    held\n    staked\n    invested\n  }\n}": types.WatchWalletDocument,
    "subscription WatchXp {\n  xpAwarded {\n    id\n    activity\n    amount\n    xp\n    level\n    awardedAt\n    user {\n      id\n      displayName\n    }\n  }\n}": types.WatchXpDocument,
    "query WhoAmI {\n  me {\n    id\n    displayName\n    profile {\n      bio\n      location\n      completeness\n      missing\n      version\n    }\n  }\n}": types.WhoAmIDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query HomeAccount {\n  me {\n    id\n    displayName\n    avatar {\n      url\n    }\n    gamification {\n      userId\n      xp\n      level {\n        name\n      }\n      nextLevel {\n        name\n        xpFrom\n      }\n      progressPercent\n    }\n  }\n  wallet {\n    userId\n    available\n  }\n}"): (typeof documents)["query HomeAccount {\n  me {\n    id\n    displayName\n    avatar {\n      url\n    }\n    gamification {\n      userId\n      xp\n      level {\n        name\n      }\n      nextLevel {\n        name\n        xpFrom\n      }\n      progressPercent\n    }\n  }\n  wallet {\n    userId\n    available\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation PlaygroundMfa($input: CompleteMfaSignInInput!) {\n  completeMfaSignIn(input: $input) {\n    __typename\n    ... on SignedIn {\n      accessToken\n    }\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}"): (typeof documents)["mutation PlaygroundMfa($input: CompleteMfaSignInInput!) {\n  completeMfaSignIn(input: $input) {\n    __typename\n    ... on SignedIn {\n      accessToken\n    }\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation PlaygroundSignIn($input: SignInInput!) {\n  signIn(input: $input) {\n    __typename\n    ... on SignedIn {\n      accessToken\n    }\n    ... on SecondFactorRequired {\n      challengeToken\n    }\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}"): (typeof documents)["mutation PlaygroundSignIn($input: SignInInput!) {\n  signIn(input: $input) {\n    __typename\n    ... on SignedIn {\n      accessToken\n    }\n    ... on SecondFactorRequired {\n      challengeToken\n    }\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation PlaygroundSignOut {\n  signOut {\n    __typename\n  }\n}"): (typeof documents)["mutation PlaygroundSignOut {\n  signOut {\n    __typename\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription HomeWallet {\n  walletUpdated {\n    userId\n    available\n  }\n}"): (typeof documents)["subscription HomeWallet {\n  walletUpdated {\n    userId\n    available\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription HomeXp {\n  xpAwarded {\n    id\n    activity\n    amount\n    xp\n    awardedAt\n  }\n}"): (typeof documents)["subscription HomeXp {\n  xpAwarded {\n    id\n    activity\n    amount\n    xp\n    awardedAt\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation AddSkill($input: AddSkillInput!) {\n  addSkill(input: $input) {\n    __typename\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}"): (typeof documents)["mutation AddSkill($input: AddSkillInput!) {\n  addSkill(input: $input) {\n    __typename\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Skills {\n  skills {\n    id\n    name\n  }\n}"): (typeof documents)["query Skills {\n  skills {\n    id\n    name\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation CompleteMyProfile($input: UpdateProfileInput!) {\n  updateProfile(input: $input) {\n    __typename\n    ... on ProfileUpdated {\n      user {\n        id\n        displayName\n        profile {\n          completeness\n          missing\n          version\n        }\n      }\n    }\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}"): (typeof documents)["mutation CompleteMyProfile($input: UpdateProfileInput!) {\n  updateProfile(input: $input) {\n    __typename\n    ... on ProfileUpdated {\n      user {\n        id\n        displayName\n        profile {\n          completeness\n          missing\n          version\n        }\n      }\n    }\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MyProgress {\n  me {\n    id\n    displayName\n    gamification {\n      userId\n      xp\n      level {\n        name\n      }\n      nextLevel {\n        name\n        xpFrom\n      }\n      progressPercent\n      xpHistory(first: 5) {\n        edges {\n          node {\n            id\n            activity\n            amount\n            awardedAt\n          }\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query MyProgress {\n  me {\n    id\n    displayName\n    gamification {\n      userId\n      xp\n      level {\n        name\n      }\n      nextLevel {\n        name\n        xpFrom\n      }\n      progressPercent\n      xpHistory(first: 5) {\n        edges {\n          node {\n            id\n            activity\n            amount\n            awardedAt\n          }\n        }\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MyWallet {\n  wallet {\n    userId\n    available\n    total\n    missingDocuments\n    limits {\n      window\n      left\n    }\n    transactions(first: 5) {\n      edges {\n        node {\n          id\n          type\n          direction\n          amount\n          fee\n          memo\n          balanceAfter\n          counterparty {\n            id\n            displayName\n          }\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query MyWallet {\n  wallet {\n    userId\n    available\n    total\n    missingDocuments\n    limits {\n      window\n      left\n    }\n    transactions(first: 5) {\n      edges {\n        node {\n          id\n          type\n          direction\n          amount\n          fee\n          memo\n          balanceAfter\n          counterparty {\n            id\n            displayName\n          }\n        }\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SendBuz($input: TransferBuzInput!) {\n  transferBuz(input: $input) {\n    ... on TransferCompleted {\n      transferId\n      amount\n      fee\n      balanceAfter\n    }\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}"): (typeof documents)["mutation SendBuz($input: TransferBuzInput!) {\n  transferBuz(input: $input) {\n    ... on TransferCompleted {\n      transferId\n      amount\n      fee\n      balanceAfter\n    }\n    ... on Refusal {\n      code\n      message\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription WatchWallet {\n  walletUpdated {\n    userId\n    available\n    held\n    staked\n    invested\n  }\n}"): (typeof documents)["subscription WatchWallet {\n  walletUpdated {\n    userId\n    available\n    held\n    staked\n    invested\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription WatchXp {\n  xpAwarded {\n    id\n    activity\n    amount\n    xp\n    level\n    awardedAt\n    user {\n      id\n      displayName\n    }\n  }\n}"): (typeof documents)["subscription WatchXp {\n  xpAwarded {\n    id\n    activity\n    amount\n    xp\n    level\n    awardedAt\n    user {\n      id\n      displayName\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query WhoAmI {\n  me {\n    id\n    displayName\n    profile {\n      bio\n      location\n      completeness\n      missing\n      version\n    }\n  }\n}"): (typeof documents)["query WhoAmI {\n  me {\n    id\n    displayName\n    profile {\n      bio\n      location\n      completeness\n      missing\n      version\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;