#!/usr/bin/env python3
"""Verifies a KACS certificate with Python's standard library and openssl alone:
verify_certificate.py CERTIFICATE PUBLIC_KEY [REPORT [CANDIDATE_FILE]...]"""
import base64, hashlib, json, os, subprocess, sys, tempfile

PAYLOAD_TYPE = "application/vnd.in-toto+json"


def fail(reason):
    sys.exit(f"NOT VALID: {reason}")


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def signed(message, signature, key):
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("message", "signature")]
        for path, data in zip(paths, (message, signature)):
            with open(path, "wb") as file:
                file.write(data)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin"]
        command += ["-in", paths[0], "-sigfile", paths[1]]
        return subprocess.run(command, capture_output=True).returncode == 0


def main(certificate, key, report=None, *files):
    try:
        with open(certificate, encoding="utf-8") as file:
            envelope = json.load(file)
        payload = base64.b64decode(envelope["payload"], validate=True)
        signatures = [base64.b64decode(one["sig"], validate=True) for one in envelope["signatures"]]
    except (ValueError, KeyError, TypeError) as error:
        fail(f"no DSSE envelope: {error}")
    if envelope["payloadType"] != PAYLOAD_TYPE:
        fail("another payload type")
    head = f"DSSEv1 {len(PAYLOAD_TYPE)} {PAYLOAD_TYPE} {len(payload)} ".encode()
    if not any(signed(head + payload, one, key) for one in signatures):
        fail("the key signed nothing of this")
    statement = json.loads(payload)
    if statement["_type"] != "https://in-toto.io/Statement/v1":
        fail("no in-toto Statement v1")
    if statement["predicateType"] != "https://in-toto.io/attestation/test-result/v0.1":
        fail("another predicate")
    predicate = statement["predicate"]
    if report and sha256(report) != predicate["configuration"][0]["digest"]["sha256"]:
        fail("another report")
    certified = [one["digest"].get("sha256") for one in statement["subject"]]
    for path in files:
        if sha256(path) not in certified:
            fail(f"another candidate: {path}")
    details = predicate["kacsConformance"]
    print(predicate["result"], details["extent"], details["profile"], details["clauses"]["passed"])


main(*sys.argv[1:])
