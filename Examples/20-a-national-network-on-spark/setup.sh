#!/bin/sh
# A Python with PySpark for this example: setup.sh [FOLDER]. Spark needs Java 17 or later (apt-get install openjdk-17-jre-headless).
set -eu
folder=${1:-.build/spark}
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet "pyspark>=4.0,<5"
"$folder/bin/python3" -c 'import pyspark; print("pyspark", pyspark.__version__)'
java -version 2>&1 | head -n 1
