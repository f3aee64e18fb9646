# From pixels to tokens, from the class token to logits and loss, and the optimizer's step.

def patches(self, pixels: Tensor, side: int) -> Tensor:
  # (B, channels, S, S) to (B (S / P)^2, channels P P), row by row
  images, channels, edge, _ = pixels.size()
  n = edge // side
  cut = pixels.view([images, channels, n, side, n, side]).permute([0, 2, 4, 1, 3, 5])
  return self.low(cut).reshape([images * n * n, channels * side * side])

def embed(self, pixels: Tensor, w: List[Tensor], side: int) -> Tensor:
  # w: class token, positions, the projection's three; to (B N, C)
  images = pixels.size(0)
  width = w[0].size(2)
  tokens = self.dense(self.patches(pixels, side), w[2], w[3])
  x = torch.empty([images, w[1].size(1), width])
  torch.add(tokens.view([images, -1, width]), w[1][:, 1:], out=x[:, 1:])
  x[:, 0].copy_(w[0][:, 0] + w[1][:, 0])
  return x.view([-1, width])

def embed_back(self, d: Tensor, pixels: Tensor, g: List[Tensor], side: int) -> None:
  # g: of class token, positions, projection weight and bias
  images = pixels.size(0)
  width = d.size(1)
  tokens = d.view([images, -1, width])
  if g[0].numel() > 0:
    g[0].add_(torch.sum(tokens[:, 0], [0]))
  if g[1].numel() > 0:
    g[1].add_(torch.sum(tokens, [0]))
  if g[2].numel() > 0:
    rows = self.low(tokens[:, 1:].reshape([-1, width]))
    self.add_product(g[2].view([width, -1]), rows, self.patches(pixels, side))
  if g[3].numel() > 0:
    g[3].add_(torch.sum(tokens[:, 1:], [0, 1]))

def features(self, x: Tensor, w: List[Tensor]) -> List[Tensor]:
  # Class tokens (B, C) to their normed ones, mean and 1 / deviation; w: norm, head weight and bias
  y, mean, rstd = self.norm(x, w[0:2])
  return [y, mean, rstd]

def head(self, y: Tensor, w: List[Tensor]) -> Tensor:
  return torch.linear(y, w[2], w[3])

def losses(self, logits: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
  # Cross-entropy summed over the images, and how many are classified correctly; labels: (B) classes,
  # or (B, K) what each class is given; weights: (K) what an image of each class counts, or none
  log_p = torch.log_softmax(logits, 1)
  if weights.numel() > 0:
    log_p = log_p * weights
  if labels.dim() == 2:
    soft = torch.neg(torch.sum(labels * log_p))
    return torch.stack([soft, torch.sum(torch.argmax(logits, 1) == torch.argmax(labels, 1), dtype=6)])
  loss = torch.nll_loss(log_p, labels, None, 2)
  return torch.stack([loss, torch.sum(torch.argmax(logits, 1) == labels, dtype=6)])

def head_back(self, logits: Tensor, labels: Tensor, weights: Tensor, y: Tensor, w: List[Tensor], g: List[Tensor], divisor: float) -> Tensor:
  # The gradient of the losses' sum divided by `divisor`: to that of y, (B, C)
  d = torch.softmax(logits, 1)
  if labels.dim() == 2:
    given = labels
    if weights.numel() > 0:
      given = labels * weights
      d.mul_(torch.sum(given, [1], True))
    d.sub_(given)
  else:
    d.scatter_add_(1, labels.unsqueeze(1), torch.full([d.size(0), 1], -1.))
    if weights.numel() > 0:
      d.mul_(weights.index_select(0, labels).unsqueeze(1))
  d.div_(divisor)
  if g[2].numel() > 0:
    g[2].addmm_(d.t(), y)
  if g[3].numel() > 0:
    g[3].add_(torch.sum(d, [0]))
  return torch.mm(d, w[2])

def features_back(self, d: Tensor, x: Tensor, s: List[Tensor], w: List[Tensor], g: List[Tensor]) -> Tensor:
  return self.norm_back(d, x, s[1], s[2], w[0:2], g[0:2])

def clip(self, gradients: List[Tensor], most: float) -> Tensor:
  # Shortens the gradients to a common norm of `most`, as torch.nn.utils.clip_grad_norm_ does; the norm before
  norm = torch.norm(torch.stack(torch._foreach_norm(gradients, 2)), 2)
  factor = torch.clamp(torch.reciprocal(norm + 1e-06) * most, None, 1.)
  torch._foreach_mul_(gradients, factor)
  return norm

def adam(self, weights: List[Tensor], gradients: List[Tensor], first: List[Tensor], second: List[Tensor], steps: List[Tensor], rate: float, decay: float) -> None:
  # One pass over all weights (Kingma and Ba 2015; Loshchilov and Hutter 2019); gradients become 0.
  torch._foreach_add_(steps, 1)
  torch._fused_adamw_(weights, gradients, first, second, annotate(List[Tensor], []), steps, lr=rate, beta1=0.9, beta2=0.999, weight_decay=decay, eps=1e-08, amsgrad=False, maximize=False)
  torch._foreach_zero_(gradients)

def sgd(self, weights: List[Tensor], gradients: List[Tensor], momenta: List[Tensor], rate: float, decay: float, momentum: float, nesterov: bool) -> None:
  # The same for stochastic gradient descent; momenta that start at 0 need no first step of their own.
  torch._fused_sgd_(weights, gradients, momenta, weight_decay=decay, momentum=momentum, lr=rate, dampening=0.0, nesterov=nesterov, maximize=False, is_first_step=False)
  torch._foreach_zero_(gradients)
