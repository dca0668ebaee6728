/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** A skill to add to one's own. */
export type AddSkillInput = {
  /** How good one is at it, 1 to 5. */
  level: number;
  /** A skill of the catalogue. */
  skillId: string | number;
};

/** How much time a person has. */
export type Availability =
  /** All of the working week. */
  | 'FULL_TIME'
  /** A part of the working week. */
  | 'PART_TIME'
  /** Not at present. */
  | 'UNAVAILABLE'
  /** At weekends only. */
  | 'WEEKENDS';

/** Which way, as the wallet sees it. */
export type BuzDirection =
  /** Into the wallet. */
  | 'IN'
  /** Out of the wallet. */
  | 'OUT';

/** The time over which a limit of transfers is counted, back from now. */
export type BuzLimitWindow =
  /** 24 hours. */
  | 'DAY'
  /** 30 days. */
  | 'MONTH'
  /** 365 days. */
  | 'YEAR';

/** What a transfer was for. */
export type BuzTransactionType =
  /** Taken out of circulation. */
  | 'BURN'
  /** Into, or back out of, a conversion. */
  | 'CONVERSION'
  /** The minting of the cap. */
  | 'GENESIS'
  /** From an administrator, out of a pool. */
  | 'GRANT'
  /** Into, or back out of, an investment. */
  | 'INVESTMENT'
  /** Paid by a venture. */
  | 'PAYOUT'
  /** For leaving a stake early. */
  | 'PENALTY'
  /** For something that costs BUZ: on hold first. */
  | 'PURCHASE'
  /** A former transfer, moved back. */
  | 'REVERSAL'
  /** For what somebody did. */
  | 'REWARD'
  /** Into a stake. */
  | 'STAKE'
  /** What a stake earned. */
  | 'STAKE_REWARD'
  /** Between two people. */
  | 'TRANSFER'
  /** Out of a stake. */
  | 'UNSTAKE';

/** The answer to a sign-in challenge. */
export type CompleteMfaSignInInput = {
  /** From SecondFactorRequired. */
  challengeToken: string;
  /** Six digits of the authenticator app, or a recovery code. */
  code: string;
};

/** Credentials. */
export type SignInInput = {
  /** The address of the account. */
  email: string;
  /** Its password. */
  password: string;
  /** How the refresh token is delivered. */
  tokenDelivery?: TokenDelivery;
};

/** How the refresh token reaches the client. */
export type TokenDelivery =
  /** In the answer: for clients that have no cookies. */
  | 'BODY'
  /** In an HttpOnly cookie for POST /auth/refresh: for browsers. */
  | 'COOKIE';

/** Whom to send how much. */
export type TransferBuzInput = {
  /** What they get. The fee is paid on top. */
  amount: string;
  /** Chosen by you, such as a UUID: the same again is done once and answered the same, another body under it is refused. 1 to 100 visible ASCII characters. */
  idempotencyKey: string;
  /** What both see beside it: at most 200 characters, one line. */
  memo?: string | null | undefined;
  /** The person who gets it. */
  toUserId: string | number;
};

/** An edit of one's own profile. Fields that are left out stay. */
export type UpdateProfileInput = {
  /** How much time one has. Left out: stays; null: is emptied. */
  availability?: Availability | null | undefined;
  /** At most 280 characters; counts for completeness from 50 on. Left out: stays; null: is emptied. */
  bio?: string | null | undefined;
  /** The name to be shown by, at most 80 characters. Left out: stays; null: is emptied. */
  displayName?: string | null | undefined;
  /** The version that the edit starts from; another one is answered with ProfileOutdated. */
  expectedVersion: number;
  /** A day that is not in the future: 2019-04-01. Left out: stays; null: is emptied. */
  experienceStartDate?: string | null | undefined;
  /** At most 80 characters. Left out: stays; null: is emptied. */
  firstName?: string | null | undefined;
  /** At most 20 of at most 40 characters. Left out: stays; null: is emptied. */
  interests?: Array<string> | null | undefined;
  /** At most 20 of at most 40 characters. Left out: stays; null: is emptied. */
  languages?: Array<string> | null | undefined;
  /** At most 80 characters. Left out: stays; null: is emptied. */
  lastName?: string | null | undefined;
  /** At most 80 characters. Left out: stays; null: is emptied. */
  location?: string | null | undefined;
  /** At most 40 characters. Left out: stays; null: is emptied. */
  nickname?: string | null | undefined;
  /** A time zone of the IANA database. Left out: stays; null: is emptied. */
  timezone?: string | null | undefined;
  /** 3 to 30 letters, digits or underscores, a letter first; unique. Left out: stays; null: is emptied. */
  username?: string | null | undefined;
  /** An https address of at most 200 characters. Left out: stays; null: is emptied. */
  websiteUrl?: string | null | undefined;
};

export type HomeAccountQueryVariables = Exact<{ [key: string]: never; }>;


export type HomeAccountQuery = { me: { id: string, displayName: string | null, avatar: { url: string } | null, gamification: { userId: string, xp: number, progressPercent: number, level: { name: string }, nextLevel: { name: string, xpFrom: number } | null } | null } | null, wallet: { userId: string, available: string } | null };

export type PlaygroundMfaMutationVariables = Exact<{
  input: CompleteMfaSignInInput;
}>;


export type PlaygroundMfaMutation = { completeMfaSignIn:
    | { __typename: 'SignInChallengeEnded', code: string, message: string }
    | { __typename: 'SignedIn', accessToken: string }
    | { __typename: 'TooManyAttempts', code: string, message: string }
    | { __typename: 'WrongSecondFactor', code: string, message: string }
   | null };

export type PlaygroundSignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type PlaygroundSignInMutation = { signIn:
    | { __typename: 'AccountSuspended', code: string, message: string }
    | { __typename: 'PasswordResetRequired', code: string, message: string }
    | { __typename: 'SecondFactorRequired', challengeToken: string, code: string, message: string }
    | { __typename: 'SignedIn', accessToken: string }
    | { __typename: 'TooManyAttempts', code: string, message: string }
    | { __typename: 'WrongCredentials', code: string, message: string }
   | null };

export type PlaygroundSignOutMutationVariables = Exact<{ [key: string]: never; }>;


export type PlaygroundSignOutMutation = { signOut: { __typename: 'SignedOut' } | null };

export type HomeWalletSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type HomeWalletSubscription = { walletUpdated: { userId: string, available: string } | null };

export type HomeXpSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type HomeXpSubscription = { xpAwarded: { id: string, activity: string, amount: number, xp: number, awardedAt: string } | null };

export type AddSkillMutationVariables = Exact<{
  input: AddSkillInput;
}>;


export type AddSkillMutation = { addSkill:
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'SkillAlreadyHeld', code: string, message: string }
    | { __typename: 'SkillLevelInvalid', code: string, message: string }
    | { __typename: 'SkillListFull', code: string, message: string }
    | { __typename: 'SkillsUpdated' }
   | null };

export type SkillsQueryVariables = Exact<{ [key: string]: never; }>;


export type SkillsQuery = { skills: Array<{ id: string, name: string }> | null };

export type CompleteMyProfileMutationVariables = Exact<{
  input: UpdateProfileInput;
}>;


export type CompleteMyProfileMutation = { updateProfile:
    | { __typename: 'ProfileInvalid', code: string, message: string }
    | { __typename: 'ProfileOutdated', code: string, message: string }
    | { __typename: 'ProfileUpdated', user: { id: string, displayName: string | null, profile: { completeness: number | null, missing: Array<string> | null, version: number | null } | null } | null }
    | { __typename: 'UsernameTaken', code: string, message: string }
   | null };

export type MyProgressQueryVariables = Exact<{ [key: string]: never; }>;


export type MyProgressQuery = { me: { id: string, displayName: string | null, gamification: { userId: string, xp: number, progressPercent: number, level: { name: string }, nextLevel: { name: string, xpFrom: number } | null, xpHistory: { edges: Array<{ node: { id: string, activity: string, amount: number, awardedAt: string } | null }> } | null } | null } | null };

export type MyWalletQueryVariables = Exact<{ [key: string]: never; }>;


export type MyWalletQuery = { wallet: { userId: string, available: string, total: string, missingDocuments: Array<string> | null, limits: Array<{ window: BuzLimitWindow, left: string }> | null, transactions: { edges: Array<{ node: { id: string, type: BuzTransactionType, direction: BuzDirection, amount: string, fee: string, memo: string | null, balanceAfter: string, counterparty: { id: string, displayName: string | null } | null } | null }> } | null } | null };

export type SendBuzMutationVariables = Exact<{
  input: TransferBuzInput;
}>;


export type SendBuzMutation = { transferBuz:
    | { code: string, message: string }
    | { code: string, message: string }
    | { code: string, message: string }
    | { code: string, message: string }
    | { code: string, message: string }
    | { code: string, message: string }
    | { code: string, message: string }
    | { code: string, message: string }
    | { code: string, message: string }
    | { code: string, message: string }
    | { code: string, message: string }
    | { code: string, message: string }
    | { code: string, message: string }
    | { transferId: string, amount: string, fee: string, balanceAfter: string }
   | null };

export type WatchWalletSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type WatchWalletSubscription = { walletUpdated: { userId: string, available: string, held: string, staked: string, invested: string } | null };

export type WatchXpSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type WatchXpSubscription = { xpAwarded: { id: string, activity: string, amount: number, xp: number, level: string, awardedAt: string, user: { id: string, displayName: string | null } | null } | null };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { me: { id: string, displayName: string | null, profile: { bio: string | null, location: string | null, completeness: number | null, missing: Array<string> | null, version: number | null } | null } | null };


export const HomeAccountDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"HomeAccount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"avatar"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"Field","name":{"kind":"Name","value":"gamification"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userId"}},{"kind":"Field","name":{"kind":"Name","value":"xp"}},{"kind":"Field","name":{"kind":"Name","value":"level"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextLevel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"xpFrom"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progressPercent"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"wallet"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userId"}},{"kind":"Field","name":{"kind":"Name","value":"available"}}]}}]}}]} as unknown as DocumentNode<HomeAccountQuery, HomeAccountQueryVariables>;
export const PlaygroundMfaDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PlaygroundMfa"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteMfaSignInInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"completeMfaSignIn"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refusal"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<PlaygroundMfaMutation, PlaygroundMfaMutationVariables>;
export const PlaygroundSignInDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PlaygroundSignIn"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SignInInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signIn"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignedIn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SecondFactorRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"challengeToken"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refusal"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<PlaygroundSignInMutation, PlaygroundSignInMutationVariables>;
export const PlaygroundSignOutDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PlaygroundSignOut"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signOut"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as DocumentNode<PlaygroundSignOutMutation, PlaygroundSignOutMutationVariables>;
export const HomeWalletDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"HomeWallet"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"walletUpdated"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userId"}},{"kind":"Field","name":{"kind":"Name","value":"available"}}]}}]}}]} as unknown as DocumentNode<HomeWalletSubscription, HomeWalletSubscriptionVariables>;
export const HomeXpDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"HomeXp"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"xpAwarded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"activity"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"xp"}},{"kind":"Field","name":{"kind":"Name","value":"awardedAt"}}]}}]}}]} as unknown as DocumentNode<HomeXpSubscription, HomeXpSubscriptionVariables>;
export const AddSkillDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AddSkill"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AddSkillInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"addSkill"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refusal"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<AddSkillMutation, AddSkillMutationVariables>;
export const SkillsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Skills"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"skills"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<SkillsQuery, SkillsQueryVariables>;
export const CompleteMyProfileDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CompleteMyProfile"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateProfileInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateProfile"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProfileUpdated"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"completeness"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refusal"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CompleteMyProfileMutation, CompleteMyProfileMutationVariables>;
export const MyProgressDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MyProgress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"gamification"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userId"}},{"kind":"Field","name":{"kind":"Name","value":"xp"}},{"kind":"Field","name":{"kind":"Name","value":"level"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextLevel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"xpFrom"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progressPercent"}},{"kind":"Field","name":{"kind":"Name","value":"xpHistory"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"activity"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"awardedAt"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<MyProgressQuery, MyProgressQueryVariables>;
export const MyWalletDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MyWallet"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"wallet"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userId"}},{"kind":"Field","name":{"kind":"Name","value":"available"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"missingDocuments"}},{"kind":"Field","name":{"kind":"Name","value":"limits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"window"}},{"kind":"Field","name":{"kind":"Name","value":"left"}}]}},{"kind":"Field","name":{"kind":"Name","value":"transactions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"fee"}},{"kind":"Field","name":{"kind":"Name","value":"memo"}},{"kind":"Field","name":{"kind":"Name","value":"balanceAfter"}},{"kind":"Field","name":{"kind":"Name","value":"counterparty"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<MyWalletQuery, MyWalletQueryVariables>;
export const SendBuzDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendBuz"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TransferBuzInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transferBuz"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TransferCompleted"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"transferId"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"fee"}},{"kind":"Field","name":{"kind":"Name","value":"balanceAfter"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refusal"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SendBuzMutation, SendBuzMutationVariables>;
export const WatchWalletDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WatchWallet"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"walletUpdated"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userId"}},{"kind":"Field","name":{"kind":"Name","value":"available"}},{"kind":"Field","name":{"kind":"Name","value":"held"}},{"kind":"Field","name":{"kind":"Name","value":"staked"}},{"kind":"Field","name":{"kind":"Name","value":"invested"}}]}}]}}]} as unknown as DocumentNode<WatchWalletSubscription, WatchWalletSubscriptionVariables>;
export const WatchXpDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WatchXp"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"xpAwarded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"activity"}},{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"xp"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"awardedAt"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]}}]} as unknown as DocumentNode<WatchXpSubscription, WatchXpSubscriptionVariables>;
export const WhoAmIDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoAmI"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"me"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bio"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"completeness"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]}}]}}]} as unknown as DocumentNode<WhoAmIQuery, WhoAmIQueryVariables>;