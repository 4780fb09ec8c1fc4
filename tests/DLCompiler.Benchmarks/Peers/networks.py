"""The benchmark's networks and kernels in PyTorch, the twins of Networks/*.cs."""
import torch
from torch import nn
from torch.nn import functional as F


def wide(width, scale):
    return int(width * scale)


class Mlp(nn.Sequential):
    def __init__(self, scale):
        hidden1, hidden2 = wide(256, scale), wide(128, scale)
        super().__init__(
            nn.Linear(784, hidden1), nn.ReLU(),
            nn.Linear(hidden1, hidden2), nn.ReLU(),
            nn.Linear(hidden2, 10))


class Cnn(nn.Sequential):
    def __init__(self, scale):
        channels1, channels2, hidden = wide(32, scale), wide(64, scale), wide(128, scale)
        super().__init__(
            nn.Conv2d(1, channels1, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(channels1, channels2, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(channels2 * 49, hidden), nn.ReLU(), nn.Linear(hidden, 10))


class Lstm(nn.Module):
    def __init__(self, scale):
        super().__init__()
        self.read = nn.LSTM(28, wide(128, scale), batch_first=True)
        self.classify = nn.Linear(wide(128, scale), 10)

    def forward(self, rows):
        return self.classify(self.read(rows)[0][:, -1])


class GptBlock(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.attention_norm, self.mlp_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query_key_value, self.join = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.hidden, self.out = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        x = x + self.attend(self.attention_norm(x))
        return x + self.out(F.gelu(self.hidden(self.mlp_norm(x))))

    def attend(self, x):
        batch, length, width = x.shape
        parts = self.query_key_value(x).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        return self.join(attention(query, key, value).transpose(1, 2).reshape(batch, length, width))


def attention(query, key, value):
    """Causal attention: PyTorch 1.13 has no fused one."""
    scores = query @ key.transpose(-2, -1) * query.shape[-1] ** -0.5
    length = query.shape[-2]
    future = torch.ones(length, length, dtype=torch.bool).triu(1)
    return scores.masked_fill(future, float("-inf")).softmax(-1) @ value


class Gpt(nn.Module):
    def __init__(self, scale):
        super().__init__()
        width = wide(128, scale)
        self.token, self.position = nn.Embedding(96, width), nn.Parameter(torch.randn(128, width) * 0.02)
        self.blocks = nn.Sequential(*(GptBlock(width, 4) for _ in range(4)))
        self.norm, self.score = nn.LayerNorm(width), nn.Linear(width, 96, bias=False)

    def forward(self, text):
        return self.score(self.norm(self.blocks(self.token(text) + self.position)))


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs))
        self.skip = nn.Identity() if stride == 1 else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return F.relu(self.main(x) + self.skip(x))


class ResNet18(nn.Sequential):
    def __init__(self, scale):
        channels = [wide(64 << stage, scale) for stage in range(4)]
        blocks = [BasicBlock(channels[0], channels[0], 1), BasicBlock(channels[0], channels[0], 1)]
        for inputs, outputs in zip(channels, channels[1:]):
            blocks += [BasicBlock(inputs, outputs, 2), BasicBlock(outputs, outputs, 1)]
        super().__init__(
            nn.Conv2d(3, channels[0], 7, 2, 3, bias=False), nn.BatchNorm2d(channels[0]), nn.ReLU(),
            nn.MaxPool2d(3, 2, 1), *blocks,
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels[3], 1000))


def images(*shape):
    return lambda batch: torch.randn(batch, *shape)


# name: the network of a scale, its input for a batch, its number of classes
NETWORKS = {
    "mlp": (Mlp, images(784), 10),
    "cnn": (Cnn, images(1, 28, 28), 10),
    "lstm": (Lstm, images(28, 28), 10),
    "gpt": (Gpt, lambda batch: torch.randint(0, 96, (batch, 128)), 96),
    "resnet18": (ResNet18, images(3, 224, 224), 1000),
}


def training_step(name, scale, batch):
    make, sample, classes = NETWORKS[name]
    model, x = make(scale), sample(batch)
    with torch.no_grad():
        label = torch.randint(0, classes, model(x).shape[:-1])
    optimizer = torch.optim.AdamW(model.parameters(), 1e-3)

    def step():
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(model(x).reshape(-1, classes), label.reshape(-1)).backward()
        optimizer.step()
    return step


def without_gradients(call, *inputs):
    def step():
        with torch.inference_mode():
            call(*inputs)
    return step


def prediction(name, scale, batch):
    make, sample, _ = NETWORKS[name]
    return without_gradients(make(scale).eval(), sample(batch))


def kernel(name, *sizes):
    """A single op without gradients, or an optimizer's step."""
    if name == "gemm":
        m, n, k = sizes
        return without_gradients(torch.mm, torch.randn(m, k), torch.randn(k, n))
    if name == "softmax":
        return without_gradients(lambda x: x.softmax(-1), torch.randn(*sizes))
    if name == "layer_norm":
        return without_gradients(nn.LayerNorm(sizes[-1]), torch.randn(*sizes))
    if name == "attention":
        return without_gradients(attention, *(torch.randn(*sizes) for _ in range(3)))
    if name == "convolution":
        return without_gradients(*convolution(*sizes))
    return optimizer_step(name, *sizes)


def convolution(batch, inputs, outputs, size, window, stride):
    layer = nn.Conv2d(inputs, outputs, window, stride, window // 2, bias=False).eval()
    return layer, torch.randn(batch, inputs, size, size)


def optimizer_step(name, count):
    weight = nn.Parameter(torch.randn(count))
    weight.grad = torch.randn(count)
    optimizers = {
        "sgd": lambda: torch.optim.SGD([weight], 1e-3, momentum=0.9),
        "adamw": lambda: torch.optim.AdamW([weight], 1e-3),
    }
    return optimizers[name]().step
