# Transformer blocks, forward and backward without autograd. x is (M, C), M = B N rows.
# A block's weights w: norm1 [0:2], qkv [2:5], proj [5:8], norm2 [8:10], fc1 [10:13], fc2 [13:16];
# its gradients g: norm1 [0:2], qkv [2:6], proj [6:10], norm2 [10:12], fc1 [12:16], fc2 [16:20].

def mlp(self, x: Tensor, w: List[Tensor], keep: bool) -> List[Tensor]:
  # (M, C) to (M, C), followed by what the way back needs
  fc2 = w[13]
  y, mean, rstd = self.norm(x, w[8:10])
  hidden = self.dense(self.low(y), w[10], w[11])
  active = torch.gelu(hidden[:, :self.inputs(fc2)])
  result, ax = self.add_dense(x, active, fc2, w[14])
  kept = [result, mean, rstd, hidden, ax]
  if keep:
    kept.append(active)
  return kept

def mlp_back(self, d: Tensor, x: Tensor, s: List[Tensor], w: List[Tensor], g: List[Tensor], below: bool) -> None:
  # d (M, C): the gradient of the result; in its place that of x, where one is wanted
  width = x.size(1)
  inner = self.inputs(w[13])
  low = self.low(d)
  if not (below or self.trains(g[10:16]) or g[18].numel() > 0):
    if self.trains(g[16:18]):
      self.add_gradients(g[16:20], low, torch.gelu(s[3][:, :inner]), s[4], s[4])
    return
  hidden = s[3][:, :inner]
  back = self.back(low, w[15])
  active = hidden
  if self.reads_input(g[16:20]):
    active = s[5] if len(s) > 5 else torch.gelu(hidden)
  self.add_gradients(g[16:20], low, active, s[4], back[:, inner:])
  if not (below or self.trains(g[10:16])):
    return
  dh = torch.gelu_backward(back[:, :inner], hidden)
  dy = self.back(dh, w[12])
  y = x
  if self.reads_input(g[12:16]):
    y = self.normed(x, w[8:10])
  self.add_gradients(g[12:16], dh, y, s[3][:, inner:], dy[:, width:])
  d.add_(self.norm_back(dy[:, :width], x, s[1], s[2], w[8:10], g[10:12]))

def block(self, x: Tensor, w: List[Tensor], images: int, heads: int, keep: bool) -> List[Tensor]:
  # (M, C) to (M, C), followed by what the way back needs
  y, mean, rstd = self.norm(x, w[0:2])
  qkv = self.dense(self.low(y), w[2], w[3])
  attended = self.attend(qkv, images, heads, x.size(1))
  middle, ax = self.add_dense(x, attended[0], w[5], w[6])
  return self.mlp(middle, w, keep) + [mean, rstd, qkv, attended[0], attended[1], ax, middle]

def block_back(self, d: Tensor, x: Tensor, s: List[Tensor], w: List[Tensor], g: List[Tensor], images: int, heads: int, below: bool) -> None:
  # d (M, C): the gradient of the result; in its place that of x, where one is wanted
  width = x.size(1)
  n = len(s) - 7
  self.mlp_back(d, s[n + 6], s[:n], w, g, below or self.trains(g[0:10]))
  if not (below or self.trains(g[0:10])):
    return
  low = self.low(d)
  dm = self.back(low, w[7])
  self.add_gradients(g[6:10], low, s[n + 3], s[n + 5], dm[:, width:])
  if not (below or self.trains(g[0:6])):
    return
  dqkv = self.attend_back(dm, s[n + 2], s[n + 3], s[n + 4], images, heads, width)
  dy = dqkv
  if below or self.trains(g[0:2]) or g[4].numel() > 0:
    dy = self.back(dqkv, w[4])
  y = x
  if self.reads_input(g[2:6]):
    y = self.normed(x, w[0:2])
  self.add_gradients(g[2:6], dqkv, y, s[n + 2][:, 3 * width:], dy[:, width:])
  if below or self.trains(g[0:2]):
    d.add_(self.norm_back(dy[:, :width], x, s[n], s[n + 1], w[0:2], g[0:2]))

# The last block. Only its class token is read, so that queries, the projection and the MLP are
# computed for one token an image, keys and values for all.

def last_block(self, x: Tensor, w: List[Tensor], images: int, heads: int, keep: bool) -> List[Tensor]:
  # (M, C) to (B, C), followed by what the way back needs
  width = x.size(1)
  head = width // heads
  y, mean, rstd = self.norm(x, w[0:2])
  low = self.low(y)
  first = low.view([images, -1, width])[:, 0].contiguous()
  q = self.dense(first, self.some_outputs(w[2], 0, width), w[3][:width])
  kv = self.dense(low, self.some_outputs(w[2], width, self.outputs(w[2])), w[3][width:])
  k, v = torch.unbind(self.keys_values(kv, images, heads, width))
  scores = torch.matmul(q.view([images, heads, 1, head]), k.transpose(2, 3))
  p = torch.softmax(scores * (head ** -0.5), -1)
  mixed = torch.matmul(p, v).view([images, width])
  middle, ax = self.add_dense(x.view([images, -1, width])[:, 0], mixed, w[5], w[6])
  return self.mlp(middle, w, keep) + [mean, rstd, q, kv, p, mixed, ax, middle]

def keys_values(self, kv: Tensor, images: int, heads: int, width: int) -> Tensor:
  # (M, 2 C + R) to (2, B, H, N, D), a view
  parts = kv.view([images, -1, kv.size(1)])[:, :, :2 * width]
  return parts.unflatten(2, [2, heads, width // heads]).permute([2, 0, 3, 1, 4])

def last_block_back(self, d: Tensor, x: Tensor, s: List[Tensor], w: List[Tensor], g: List[Tensor], images: int, heads: int, below: bool) -> Tensor:
  # d (B, C) to the gradient of x, (M, C), where one is wanted
  width = x.size(1)
  head = width // heads
  n = len(s) - 8
  self.mlp_back(d, s[n + 7], s[:n], w, g, below or self.trains(g[0:10]))
  if not (below or self.trains(g[0:10])):
    return d
  low = self.low(d)
  dm = self.back(low, w[7])
  self.add_gradients(g[6:10], low, s[n + 5], s[n + 6], dm[:, width:])
  if not (below or self.trains(g[0:6])):
    return d
  kv = s[n + 3]
  p = s[n + 4]
  k, v = torch.unbind(self.keys_values(kv, images, heads, width))
  dmh = dm[:, :width].reshape([images, heads, 1, head])
  dp = torch.matmul(dmh, v.transpose(2, 3))
  ds = torch._softmax_backward_data(dp, p, -1, p.dtype) * (head ** -0.5)
  dq = torch.matmul(ds, k).view([images, width])
  dk = ds.transpose(2, 3) * s[n + 2].view([images, heads, 1, head])
  dv = p.transpose(2, 3) * dmh
  dkv = torch.stack([dk.transpose(1, 2), dv.transpose(1, 2)], 2).view([-1, 2 * width])
  dy = self.back(dkv, self.back_outputs(w[4], width, 3 * width))
  dy.view([images, -1, dy.size(1)])[:, 0].add_(self.back(dq, self.back_outputs(w[4], 0, width)))
  if self.trains(g[2:6]):
    y = self.normed(x, w[0:2])
    # Of the joint layer's outputs, queries come from the class tokens and the rest from all.
    self.add_last_gradients(g[2:6], dq, dkv, y, kv[:, 2 * width:], dy[:, width:], images)
  if not (below or self.trains(g[0:2])):
    return d
  dx = self.norm_back(dy[:, :width], x, s[n], s[n + 1], w[0:2], g[0:2])
  dx.view([images, -1, width])[:, 0].add_(d)
  return dx

def add_last_gradients(self, g: List[Tensor], dq: Tensor, dkv: Tensor, y: Tensor, ay: Tensor, bd: Tensor, images: int) -> None:
  width = y.size(1)
  if g[0].numel() > 0:
    self.add_product(g[0][:width], dq, y.view([images, -1, width])[:, 0])
    self.add_product(g[0][width:], dkv, y)
  if g[1].numel() > 0:
    g[1][:width].add_(self.column_sums(dq))
    g[1][width:].add_(self.column_sums(dkv))
  if g[2].numel() > 0:
    rank = g[2].size(0)
    g[2].add_(self.thin_product(bd, rank, y))
    first = ay.unflatten(0, [images, -1])[:, 0]
    g[3][:width].add_(self.thin_product(first, rank, dq).t())
    g[3][width:].add_(self.thin_product(ay, rank, dkv).t())
