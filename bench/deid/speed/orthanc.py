"""Orthanc on a loopback port: the files are posted, their study is anonymised, the results are fetched."""

import http.client
import json
import shutil
import socket
import subprocess
import time
from pathlib import Path

import process

START_SECONDS = 30
NOTE = ("posted, anonymised and fetched through its REST API with default options; the processor time is the server's,"
        " its client is not counted")


def program():
    return shutil.which("Orthanc") or shutil.which("Orthanc", path="/usr/sbin")


def is_installed():
    return program() is not None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, folder):
        self.folder, self.port, self.process = Path(folder), free_port(), None

    def __enter__(self):
        self.folder.mkdir()
        configuration = {
            "Name": "medal-bench", "StorageDirectory": str(self.folder), "IndexDirectory": str(self.folder),
            "HttpPort": self.port, "RemoteAccessAllowed": False, "AuthenticationEnabled": False,
            "DicomServerEnabled": False, "OverwriteInstances": True, "Plugins": [],
        }
        path = self.folder / "orthanc.json"
        path.write_text(json.dumps(configuration))
        self.process = subprocess.Popen([program(), str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait_until_it_answers()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=START_SECONDS)

    def wait_until_it_answers(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.ask(self.connection(), "GET", "/system")
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("Orthanc did not start")

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=process.MOST_SECONDS)

    @staticmethod
    def ask(connection, method, path, body=None):
        connection.request(method, path, body)
        answer = connection.getresponse()
        data = answer.read()
        if answer.status != 200:
            raise process.Failed(f"Orthanc answered {answer.status} to {method} {path}")
        return data

    def deidentify(self, source, out):
        files = [path.read_bytes() for path in sorted(source.rglob("*.dcm"))]
        connection = self.connection()
        before, begin = process.cpu_ms_of(self.process.pid), time.monotonic()
        posted = [json.loads(self.ask(connection, "POST", "/instances", data)) for data in files]
        study = posted[0]["ParentStudy"]
        made = json.loads(self.ask(connection, "POST", f"/studies/{study}/anonymize", json.dumps({"Synchronous": True})))
        instances = json.loads(self.ask(connection, "GET", f"{made['Path']}/instances"))
        results = [self.ask(connection, "GET", f"/instances/{instance['ID']}/file") for instance in instances]
        cost = process.Cost(process.cpu_ms_of(self.process.pid) - before, (time.monotonic() - begin) * 1000)
        for number, data in enumerate(results):
            (out / f"{number:06}.dcm").write_bytes(data)
        connection = self.connection()  # the other one has been idle for too long meanwhile
        for made_or_posted in (study, made["ID"]):
            self.ask(connection, "DELETE", f"/studies/{made_or_posted}")
        if len(results) != len(files):
            raise process.Failed(f"Orthanc gave {len(results)} of {len(files)} files")
        return cost
