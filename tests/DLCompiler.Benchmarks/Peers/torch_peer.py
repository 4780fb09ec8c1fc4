"""PyTorch as a peer: a request a line, its words parted by tabs, and an answer a line. PeerProcess.cs starts it.

  about                                     its version and build
  training NAME SCALE BATCH                 prepares a training step
  inference NAME SCALE BATCH                prepares a prediction
  kernel NAME SIZE...                       prepares a single op
  run MILLISECONDS                          repeats what is prepared; answers the microseconds of each call
  export network NAME SCALE FILE            writes a network as ONNX
  export convolution SIZE... FILE           writes a single convolution as ONNX
"""
import sys
import time
import warnings

import torch

import networks

warnings.filterwarnings("ignore")
torch.manual_seed(0)


class Peer:
    def __init__(self):
        self.step = None

    def about(self):
        capability = next(
            line.split(":")[1].strip() for line in torch.__config__.show().splitlines() if "CPU capability" in line)
        engine = next(
            (" ".join(word for word in line.strip(" -").split()[-5:-3])
             for line in torch.__config__.show().splitlines() if "MKL-DNN" in line), "without oneDNN")
        return f"PyTorch {torch.__version__}, {capability}, {engine}"

    def training(self, name, scale, batch):
        self.step = networks.training_step(name, float(scale), int(batch))
        return "ok"

    def inference(self, name, scale, batch):
        self.step = networks.prediction(name, float(scale), int(batch))
        return "ok"

    def kernel(self, name, *sizes):
        self.step = networks.kernel(name, *map(int, sizes))
        return "ok"

    def run(self, milliseconds):
        times, start = [], time.perf_counter()
        while not times or time.perf_counter() - start < float(milliseconds) / 1e3:
            begin = time.perf_counter()
            self.step()
            times.append((time.perf_counter() - begin) * 1e6)
        return " ".join(f"{microseconds:.2f}" for microseconds in times)

    def export(self, what, *arguments):
        *arguments, file = arguments
        if what == "network":
            make, sample, _ = networks.NETWORKS[arguments[0]]
            model, x = make(float(arguments[1])), sample(2)
        else:
            model, x = networks.convolution(*map(int, arguments))
        torch.onnx.export(
            model.eval(), x, file, opset_version=14, input_names=["x"], output_names=["y"],
            dynamic_axes={"x": {0: "N"}, "y": {0: "N"}})
        return "ok"


def main():
    # Requests are answered here alone: whatever else is printed must not get between the lines.
    answers, sys.stdout = sys.stdout, sys.stderr
    torch.set_num_threads(int(sys.argv[1]))
    peer = Peer()
    for line in sys.stdin:
        request, *arguments = line.rstrip("\n").split("\t")
        try:
            answer = getattr(peer, request)(*arguments)
        except Exception as error:
            answer = "error " + " ".join(str(error).split())
        print(answer, file=answers, flush=True)


main()
