# The Vision Transformer, (B, channels, S, S) to (B, K), by libtorch's own operators.

def embed(self, pixels: Tensor, token: Tensor, positions: Tensor, w: Tensor, b: Tensor, side: int) -> Tensor:
  # To (B, N, C)
  patches = torch.transpose(torch.flatten(torch.conv2d(pixels, w, b, [side, side]), 2), 1, 2)
  tokens = token.expand([pixels.size(0), -1, -1])
  return torch.add(torch.cat([tokens, patches], 1), positions)

def norm(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
  return torch.layer_norm(x, [x.size(2)], w, b, 1e-06)

def attention(self, x: Tensor, w: List[Tensor], heads: int) -> Tensor:
  # w: qkv weight and bias, proj weight and bias
  images, tokens, width = x.size()
  split = torch.linear(x, w[0], w[1]).view([images, tokens, 3, heads, width // heads]).permute([2, 0, 3, 1, 4])
  mixed = torch.scaled_dot_product_attention(split[0], split[1], split[2])
  return torch.linear(torch.transpose(mixed, 1, 2).reshape([images, tokens, width]), w[2], w[3])

def block(self, x: Tensor, w: List[Tensor], heads: int) -> Tensor:
  # w: weight and bias of norm1, qkv, proj, norm2, fc1, fc2
  seen = torch.add(x, self.attention(self.norm(x, w[0], w[1]), w[2:6], heads))
  inner = torch.gelu(torch.linear(self.norm(seen, w[6], w[7]), w[8], w[9]))
  return torch.add(seen, torch.linear(inner, w[10], w[11]))

def classify(self, x: Tensor, w: Tensor, b: Tensor, head: Tensor, bias: Tensor) -> Tensor:
  # Only the class token is classified
  return torch.linear(self.norm(x[:, 0:1], w, b)[:, 0], head, bias)
