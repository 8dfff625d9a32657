"""One question of chainwright, shared by the workers of a Spark cluster.

    python3 sweep.py NETWORK --to FOLDER --parts 400 -- cascade --all --by output,jobs

NETWORK is a folder of CSV tables or of Parquet files of the same names. It goes to each worker once, as one file, and so does the program. Each task asks one
`chainwright pipe` for its shares and writes a part for each into FOLDER, which all workers see. Parts that are there from an earlier run and belong to the same
question, options, version and network are kept; a task that fails is done again by Spark. At the end `chainwright merge` writes result.csv, and Spark result.parquet.
"""

import argparse
import csv
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import zipfile

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)

from pyspark import SparkFiles  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

IDENTITY = ["format", "format_version", "program", "question", "options", "files", "network", "shards", "items"]


def options_of(words):
    """The options of a command line as a pipe takes them."""
    options = {}
    at = 0
    while at < len(words):
        name, has_value, value = words[at].removeprefix("--").partition("=")
        if not has_value and at + 1 < len(words) and not words[at + 1].startswith("--"):
            at += 1
            has_value, value = True, words[at]
        if has_value:
            options.setdefault(name, []).append(value)
        else:
            options[name] = True
        at += 1
    return options


def identity(path):
    """What a part belongs to; None where it is no part."""
    try:
        with open(path, encoding="utf-8") as file:
            part = json.load(file)
        return {name: part[name] for name in IDENTITY}
    except (ValueError, KeyError, TypeError):
        return None


def unpacked(archive):
    """The network on this worker: unpacked by whichever task comes first."""
    folder = archive.removesuffix(".zip")
    if not os.path.isdir(folder):
        own = tempfile.mkdtemp(prefix=folder)
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(own)
        try:
            os.rename(own, folder)
        except OSError:  # Another task was first.
            pass
    return folder


def compute(shares, ask, options, count, to, archive, program):
    """A task: one process, one reading of the network, a part for each share."""
    shares = list(shares)
    if not shares:
        return
    program = SparkFiles.get(program)
    os.chmod(program, 0o755)
    command = [program, "pipe", unpacked(SparkFiles.get(archive)), "--threads", "1"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        for share in shares:
            begun = time.time()
            request = {"id": share, "ask": ask, "options": {**options, "shard": f"{share}/{count}"}}
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
            if not line:
                raise RuntimeError(f"share {share}: the process ended")
            answer = json.loads(line)
            if "part" not in answer:
                raise RuntimeError(f"share {share}: {answer['error']['message']}")
            # Whole or not at all, also where two tasks do the same share.
            own = f"{to}/.{share}.{socket.gethostname()}.{os.getpid()}"
            with open(own, "w", encoding="utf-8") as file:
                json.dump(answer["part"], file, ensure_ascii=False)
            os.replace(own, f"{to}/{share}.json")
            yield share, time.time() - begun
    finally:
        process.kill()
        process.wait()


def pack(spark, network, archive):
    """The network as one file; Parquet becomes CSV."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(os.listdir(network)):
            path = os.path.join(network, name)
            if name.endswith(".parquet"):
                table = spark.read.parquet(path)
                with tempfile.NamedTemporaryFile("w", newline="", encoding="utf-8") as text:
                    rows = csv.writer(text, lineterminator="\n")
                    rows.writerow(table.columns)
                    rows.writerows(["" if cell is None else cell for cell in row] for row in table.toLocalIterator())
                    text.flush()
                    packed.write(text.name, name.removesuffix(".parquet") + ".csv")
            elif name.endswith((".csv", ".json")):
                packed.write(path, name)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network")
    parser.add_argument("--to", required=True)
    parser.add_argument("--parts", type=int, default=100)
    parser.add_argument("--tasks", type=int, help="tasks of Spark; each reads the network once")
    parser.add_argument("--master", help="as spark-submit has it; local[2,4] tries a task four times")
    parser.add_argument("--program", default="chainwright")
    at = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    given, question = parser.parse_args(sys.argv[1:at]), sys.argv[at + 1 :]
    if not question:
        parser.error("the question comes last, after --")
    ask, options = question[0], options_of(question[1:])
    given.program = os.path.abspath(shutil.which(given.program) or parser.error(f"there is no program {given.program}"))
    parts = os.path.join(os.path.abspath(given.to), "parts")
    os.makedirs(parts, exist_ok=True)

    builder = SparkSession.builder.appName(f"chainwright {ask}").config("spark.ui.showConsoleProgress", "false")
    spark = (builder.master(given.master) if given.master else builder).getOrCreate()
    context = spark.sparkContext
    context.setLogLevel("ERROR")
    with tempfile.TemporaryDirectory() as scratch:
        archive = os.path.join(scratch, "network.zip")
        pack(spark, given.network, archive)
        context.addFile(archive)
        context.addFile(given.program)
        network = unpacked(archive)

        # A share of so many that it is empty says what parts of this question look like, without any work.
        probe = os.path.join(scratch, "probe.json")
        subprocess.run([given.program, ask, network, *question[1:], "--shard", "1/1000000000000", "-o", probe, "-q"], check=True)
        wanted = {**identity(probe), "shards": given.parts}
        there = {number for number in range(1, given.parts + 1) if os.path.exists(f"{parts}/{number}.json")}
        kept = {number for number in there if identity(f"{parts}/{number}.json") == wanted}
        missing = [number for number in range(1, given.parts + 1) if number not in kept]
        for name in os.listdir(parts):
            if name not in {f"{number}.json" for number in kept}:
                os.remove(os.path.join(parts, name))
        print(f"{len(kept)} parts kept, {len(there) - len(kept)} of another run thrown away, {len(missing)} to do", flush=True)

        over = threading.Event()

        def progress():
            while not over.wait(10):
                done = len([name for name in os.listdir(parts) if not name.startswith(".")])
                print(f"{done} of {given.parts} parts", flush=True)

        threading.Thread(target=progress, daemon=True).start()
        begun = time.time()
        program = os.path.basename(given.program)
        tasks = given.tasks or max(1, min(len(missing), 4 * context.defaultParallelism))
        done = (
            context.parallelize(missing, tasks)
            .mapPartitions(lambda shares: compute(shares, ask, options, given.parts, parts, "network.zip", program))
            .collect()
        )
        over.set()
        cost = sum(seconds for _, seconds in done)
        print(f"{len(done)} parts in {time.time() - begun:.1f} s, {cost:.1f} s of one core", flush=True)

        result = os.path.join(os.path.abspath(given.to), "result.csv")
        files = [f"{parts}/{number}.json" for number in range(1, given.parts + 1)]
        subprocess.run([given.program, "merge", network, *files, "--format", "csv", "-o", result, "--force", "-q"], check=True)
        table = spark.read.option("header", True).option("inferSchema", True).csv(result)
        table.coalesce(1).write.mode("overwrite").parquet(os.path.join(os.path.abspath(given.to), "result.parquet"))
        print(f"{table.count()} rows in result.csv and result.parquet", flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
