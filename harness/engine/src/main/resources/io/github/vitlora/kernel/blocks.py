# Transformer blocks, forward and backward without autograd. x is (M, C), M = B N rows.
# A block's weights w: norm1 [0:2], qkv [2:7], proj [7:12], norm2 [12:14], fc1 [14:19], fc2 [19:24];
# its gradients g: norm1 [0:2], qkv [2:6], proj [6:10], norm2 [10:12], fc1 [12:16], fc2 [16:20].

# The MLP's inner values (M, 4 C) go through `scratch`, one for all blocks: fresh memory for each would
# leave gaps among what is kept, and the process a third larger.

def scratch(self, rows: int, columns: int) -> Tensor:
  return self.low(torch.empty([rows, columns]))

def mlp(self, x: Tensor, w: List[Tensor], scratch: Tensor) -> List[Tensor]:
  # (M, C) to (M, C), followed by what the way back needs
  y, mean, rstd = self.norm(x, w[12:14])
  hidden = self.dense(self.low(y), w[14], w[15])
  active = torch.gelu(hidden, out=scratch[:hidden.size(0)])
  return [self.residual(x, active, w[19], w[20]), mean, rstd, hidden]

def mlp_back(self, d: Tensor, x: Tensor, s: List[Tensor], w: List[Tensor], g: List[Tensor], scratch: Tensor, below: bool) -> None:
  # d (M, C): the gradient of the result; in its place that of x, where one is wanted
  low = self.low(d)
  inner = scratch[:s[3].size(0)]
  if self.trains(g[16:20]):
    # GELU is computed again: its outputs would take as much memory as its inputs.
    self.add_gradients(g[16:20], low, torch.gelu(s[3], out=inner), w[19:24])
  if not (below or self.trains(g[10:16])):
    return
  dh = torch.gelu_backward(self.back(low, w[21]), s[3], grad_input=inner)
  if self.trains(g[12:16]):
    self.add_gradients(g[12:16], dh, self.normed(x, w[12:14]), w[14:19])
  if below or self.trains(g[10:12]):
    dy = self.back(dh, w[16])
    d.add_(self.norm_back(dy, x, s[1], s[2], w[12:14], g[10:12]))

def block(self, x: Tensor, w: List[Tensor], images: int, heads: int, scratch: Tensor) -> List[Tensor]:
  # (M, C) to (M, C), followed by what the way back needs
  y, mean, rstd = self.norm(x, w[0:2])
  qkv = self.dense(self.low(y), w[2], w[3])
  attended = self.attend(qkv, images, heads, x.size(1))
  middle = self.residual(x, attended[0], w[7], w[8])
  return self.mlp(middle, w, scratch) + [mean, rstd, middle] + attended

def block_back(self, d: Tensor, x: Tensor, s: List[Tensor], w: List[Tensor], g: List[Tensor], images: int, heads: int, scratch: Tensor, below: bool) -> None:
  # d (M, C): the gradient of the result; in its place that of x, where one is wanted
  self.mlp_back(d, s[6], s[:4], w, g, scratch, below or self.trains(g[0:10]))
  low = self.low(d)
  if self.trains(g[6:10]):
    self.add_gradients(g[6:10], low, s[7], w[7:12])
  if not (below or self.trains(g[0:6])):
    return
  dqkv = self.attend_back(self.back(low, w[9]), s[7:], images, heads)
  if self.trains(g[2:6]):
    self.add_gradients(g[2:6], dqkv, self.normed(x, w[0:2]), w[2:7])
  if below or self.trains(g[0:2]):
    dy = self.back(dqkv, w[4])
    d.add_(self.norm_back(dy, x, s[4], s[5], w[0:2], g[0:2]))

def probabilities(self, x: Tensor, w: List[Tensor], images: int, heads: int) -> Tensor:
  # A block's input (M, C) to its attention, (B, H, N, N), for those who look at it
  y, mean, rstd = self.norm(x, w[0:2])
  qkv = self.dense(self.low(y), w[2], w[3]).to(6)
  head = x.size(1) // heads
  q, k, v = torch.unbind(qkv.view([images, -1, 3, heads, head]).permute([2, 0, 3, 1, 4]))
  return torch.softmax(torch.matmul(q * (head ** -0.5), k.transpose(2, 3)), -1)

# The last block. Only its class token is read, so that queries, the projection and the MLP are
# computed for one token an image, keys and values for all.

def last_block(self, x: Tensor, w: List[Tensor], images: int, heads: int, scratch: Tensor) -> List[Tensor]:
  # (M, C) to (B, C), followed by what the way back needs
  width = x.size(1)
  head = width // heads
  y, mean, rstd = self.norm(x, w[0:2])
  low = self.low(y)
  first = low.view([images, -1, width])[:, 0].contiguous()
  q = self.dense(first, self.some_outputs(w[2], 0, width), w[3][:width])
  kv = self.dense(low, self.some_outputs(w[2], width, 3 * width), w[3][width:])
  k, v = torch.unbind(self.keys_values(kv, images, heads))
  scores = torch.matmul(q.view([images, heads, 1, head]), k.transpose(2, 3))
  p = torch.softmax(scores * (head ** -0.5), -1)
  mixed = torch.matmul(p, v).view([images, width])
  middle = self.residual(x.view([images, -1, width])[:, 0], mixed, w[7], w[8])
  return self.mlp(middle, w, scratch) + [mean, rstd, middle, mixed, q, kv, p]

def keys_values(self, kv: Tensor, images: int, heads: int) -> Tensor:
  # (M, 2 C) to (2, B, H, N, D), a view
  return kv.view([images, -1, 2, heads, kv.size(1) // 2 // heads]).permute([2, 0, 3, 1, 4])

def last_block_back(self, d: Tensor, x: Tensor, s: List[Tensor], w: List[Tensor], g: List[Tensor], images: int, heads: int, scratch: Tensor, below: bool) -> Tensor:
  # d (B, C) to the gradient of x, (M, C), where one is wanted
  width = x.size(1)
  head = width // heads
  self.mlp_back(d, s[6], s[:4], w, g, scratch, below or self.trains(g[0:10]))
  low = self.low(d)
  if self.trains(g[6:10]):
    self.add_gradients(g[6:10], low, s[7], w[7:12])
  if not (below or self.trains(g[0:6])):
    return d
  p = s[10]
  k, v = torch.unbind(self.keys_values(s[9], images, heads))
  dm = self.back(low, w[9]).view([images, heads, 1, head])
  dp = torch.matmul(dm, v.transpose(2, 3))
  ds = torch._softmax_backward_data(dp, p, -1, p.dtype) * (head ** -0.5)
  dq = torch.matmul(ds, k).view([images, width])
  dk = ds.transpose(2, 3) * s[8].view([images, heads, 1, head])
  dv = p.transpose(2, 3) * dm
  dkv = torch.stack([dk.transpose(1, 2), dv.transpose(1, 2)], 2).view([-1, 2 * width])
  if self.trains(g[2:6]):
    self.add_last_gradients(g[2:6], dq, dkv, self.normed(x, w[0:2]), w[2:7])
  if not (below or self.trains(g[0:2])):
    return d
  dy = self.back(dkv, self.back_outputs(w[4], width, 3 * width))
  dy.view([images, -1, width])[:, 0].add_(self.back(dq, self.back_outputs(w[4], 0, width)))
  dx = self.norm_back(dy, x, s[4], s[5], w[0:2], g[0:2])
  dx.view([images, -1, width])[:, 0].add_(d)
  return dx

def add_last_gradients(self, g: List[Tensor], dq: Tensor, dkv: Tensor, y: Tensor, w: List[Tensor]) -> None:
  # Of the joint layer's outputs, queries come from the class tokens and the rest from all.
  width = y.size(1)
  first = y.view([dq.size(0), -1, width])[:, 0].contiguous()
  if g[0].numel() > 0:
    self.add_product(g[0][:width], dq, first)
    self.add_product(g[0][width:], dkv, y)
  if g[1].numel() > 0:
    g[1][:width].add_(self.column_sums(dq))
    g[1][width:].add_(self.column_sums(dkv))
  if g[2].numel() > 0:
    self.add_adapter_gradients(g[2], g[3][:width], dq, first, w[3], self.back_outputs(w[4], 0, width))
    self.add_adapter_gradients(g[2], g[3][width:], dkv, y, w[3], self.back_outputs(w[4], width, 3 * width))
