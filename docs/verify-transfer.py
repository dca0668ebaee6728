#!/usr/bin/env python3
"""Checks, without asking anybody, that a transfer stands in the signed chain of the ledger.

    python3 verify-transfer.py proof.json [--key KEY] [--python]

proof.json is what `transferProof` of the graph answered (the whole answer, or the object). KEY is the public key that you trust, as `ledgerKeys`
published it (base64url): without it you learn only that whoever holds the proof's own key signed it. The signature is checked by `openssl pkeyutl`
(3.0 or later) when that is there, else, or with --python, by the Ed25519 below (RFC 8032, 5.1.7); the answer says by which. Needs nothing but
Python's standard library. Exit code 0: proven. 1: not.
"""
import argparse
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * I % P
    if (x * x - x2) % P != 0 or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(number, point):
    result = (0, 1, 1, 0)
    while number > 0:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def is_signed_in_python(key, message, signature):
    base_y = 4 * pow(5, P - 2, P) % P
    base_x = recover_x(base_y, 0)
    base = (base_x, base_y, 1, base_x * base_y % P)
    public, r = point_of(key), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if public is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = multiply(s, base), add(r, multiply(k, public))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def is_signed_by_openssl(key, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        parts = {"key": bytes.fromhex("302a300506032b6570032100") + key, "message": message, "signature": signature}
        for name, data in parts.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key", "-rawin"]
        command += ["-in", "message", "-sigfile", "signature"]
        return subprocess.run(command, cwd=folder, capture_output=True).returncode == 0


def unbase64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def refuse(why):
    print("NOT PROVEN: " + why)
    sys.exit(1)


def main():
    parser = argparse.ArgumentParser(description="Checks a proof of a transfer.")
    parser.add_argument("proof")
    parser.add_argument("--key", help="the public key that you trust, base64url")
    parser.add_argument("--python", action="store_true", help="do not use openssl")
    asked = parser.parse_args()
    with open(asked.proof, encoding="utf-8") as file:
        answer = json.load(file)
    proof = (answer.get("data") or {}).get("transferProof") or answer

    node = hashlib.sha256(b"\x00" + proof["text"].encode()).digest()
    for step in proof["path"]:
        beside = bytes.fromhex(step["hash"])
        node = hashlib.sha256(b"\x01" + (beside + node if step["left"] else node + beside)).digest()
    header = json.loads(proof["header"])
    if node.hex() != header["root"]:
        refuse("the transfer does not lead to the root of the block.")
    place, _, canonical = proof["text"].partition("\n")
    transfer = json.loads(canonical)
    if transfer["id"] != proof["transferId"] or header["ledger"] != "buz":
        refuse("the text is about something else.")
    if header["key"] != proof["key"] or (asked.key and asked.key != proof["key"]):
        refuse("the block is signed by another key than the one you trust.")
    by_openssl = shutil.which("openssl") is not None and not asked.python
    check = is_signed_by_openssl if by_openssl else is_signed_in_python
    if not check(unbase64(proof["key"]), proof["header"].encode(), unbase64(proof["signature"])):
        refuse("the signature is not that of the key.")

    print("PROVEN: transfer %s stands in block %d, sealed %s" % (transfer["id"], header["block"], header["sealed"]))
    print("  recorded %s, happened %s, %s %s" % (place.split(" ")[2], transfer["at"], transfer["kind"], transfer["type"]))
    for account, version, amount, balance, _sent, _at in transfer["entries"]:
        print("  %-50s %+.6f BUZ, then %.6f (entry %s)" % (account, int(amount) / 1e6, int(balance) / 1e6, version))
    print("  block hash %s" % hashlib.sha256(proof["header"].encode()).hexdigest())
    print("  signed by %s%s, checked by %s" % (proof["key"], "" if asked.key else " (not compared with a key that you trust)", "openssl" if by_openssl else "Python"))


main()
